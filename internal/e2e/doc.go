// Package e2e walks through the whole program as people do: over HTTP and in a real browser. It has tests only. The browser's
// are skipped by name without Chromium and in short mode; ROZMOVA_SCREENSHOTS=DIR makes the pictures of docs/.
package e2e
