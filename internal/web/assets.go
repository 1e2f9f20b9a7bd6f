package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

// ui holds the components, one folder each: delete the folder and the component is gone.
//
//go:embed ui/*/*.tmpl ui/*/*.ts ui/*/*.css ui/*/*.svg
var ui embed.FS

// Assets are the script, the style sheet and the icon that pages load. Their names carry a hash of what they hold, so that
// browsers may keep them for ever. It may be used from many goroutines.
type Assets struct {
	byName map[string]*asset // what stands after /assets/
	urls   map[string]string // app.js → /assets/app-0123456789.js
}

type asset struct {
	mediaType string
	plain     []byte
	gzip, br  []byte // nil where they save nothing
}

// layers come first in the style sheet, so that no order of folders decides what wins.
const layers = "@layer reset, tokens, base, components, print;\n"

// BuildAssets bundles the components' scripts and style sheets. It takes some ten milliseconds, and fails only where the
// sources are wrong.
func BuildAssets() (*Assets, error) {
	a := &Assets{byName: map[string]*asset{}, urls: map[string]string{}}
	var work sync.WaitGroup
	var script, styles []byte
	var wrongScript, wrongStyles error
	var ownScript, ownStyles []byte
	var wrongOwnScript, wrongOwnStyles error
	var staffScript, staffStyles []byte
	var wrongStaffScript, wrongStaffStyles error
	everybody := func(folder string) bool { return !slices.Contains(own, folder) && !slices.Contains(staffed, folder) }
	ours := func(folder string) bool { return slices.Contains(own, folder) }
	theirs := func(folder string) bool { return slices.Contains(staffed, folder) }
	work.Go(func() {
		script, wrongScript = bundle("app.ts", api.LoaderTS, entry("ui/*/*.ts", "", "import %q;\n", everybody))
	})
	work.Go(func() {
		styles, wrongStyles = bundle("app.css", api.LoaderCSS, entry("ui/*/*.css", layers, "@import %q;\n", everybody))
	})
	work.Go(func() {
		ownScript, wrongOwnScript = bundle("me.ts", api.LoaderTS, entry("ui/*/*.ts", "", "import %q;\n", ours))
	})
	work.Go(func() {
		ownStyles, wrongOwnStyles = bundle("me.css", api.LoaderCSS, entry("ui/*/*.css", layers, "@import %q;\n", ours))
	})
	work.Go(func() {
		staffScript, wrongStaffScript = bundle("desk.ts", api.LoaderTS, entry("ui/*/*.ts", "", "import %q;\n", theirs))
	})
	work.Go(func() {
		staffStyles, wrongStaffStyles = bundle("desk.css", api.LoaderCSS, entry("ui/*/*.css", layers, "@import %q;\n", theirs))
	})
	work.Wait()
	if err := errors.Join(wrongScript, wrongStyles, wrongOwnScript, wrongOwnStyles, wrongStaffScript, wrongStaffStyles); err != nil {
		return nil, err
	}
	icon, err := ui.ReadFile("ui/frame/icon.svg")
	if err != nil {
		return nil, err
	}
	for name, x := range map[string]*asset{
		"app.js":   {mediaType: "text/javascript; charset=utf-8", plain: script},
		"app.css":  {mediaType: "text/css; charset=utf-8", plain: styles},
		"me.js":    {mediaType: "text/javascript; charset=utf-8", plain: ownScript},
		"me.css":   {mediaType: "text/css; charset=utf-8", plain: ownStyles},
		"desk.js":  {mediaType: "text/javascript; charset=utf-8", plain: staffScript},
		"desk.css": {mediaType: "text/css; charset=utf-8", plain: staffStyles},
		"icon.svg": {mediaType: "image/svg+xml", plain: icon},
	} {
		sum := sha256.Sum256(x.plain)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
		a.byName[hashed], a.urls[name] = x, "/assets/"+hashed
		work.Go(x.compress)
	}
	work.Wait()
	return a, nil
}

// own are the folders of what only people who sign in, or are about to, have a use for: me.js and me.css, which visitors do not
// load. What is there must not import base/html.ts, whose Trusted Types policy can be made once on a page.
var own = []string{"bell", "passkey", "provider", "guest", "ways", "alerts", "push", "profile", "owndata", "second", "transparency", "order", "people", "statement"}

// staffed are the folders of what only the pages below /desk show: desk.js and desk.css, which no reader loads. Their scripts import
// desk/html.ts where they need elements from the server, never base/html.ts.
var staffed = []string{"register", "evidence", "adding", "correcting", "hearing", "abuse", "desk", "labels", "policy", "quality", "staff", "working"}

// entry writes a source that imports every file of the pattern whose folder is wanted. Files whose names begin with a folder called base come
// first by the alphabet, which the layers make unimportant.
func entry(pattern, head, line string, wanted func(folder string) bool) string {
	files, _ := fs.Glob(ui, pattern) // only a malformed pattern fails
	var b strings.Builder
	b.WriteString(head)
	for _, f := range files {
		if !strings.HasSuffix(f, ".d.ts") && wanted(path.Base(path.Dir(f))) {
			fmt.Fprintf(&b, line, "./"+strings.TrimPrefix(f, "ui/"))
		}
	}
	return b.String()
}

// bundle lets esbuild join what source imports.
func bundle(name string, loader api.Loader, source string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: source, Sourcefile: name, Loader: loader},
		Bundle:            true,
		Write:             false,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		LegalComments:     api.LegalCommentsNone,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       `{"compilerOptions": {"useDefineForClassFields": true}}`,
		Plugins:           []api.Plugin{{Name: "embedded", Setup: embedded}},
	})
	if len(result.Errors) > 0 {
		var errs []error
		for _, e := range result.Errors {
			where := name
			if e.Location != nil {
				where = fmt.Sprintf("%s:%d", e.Location.File, e.Location.Line)
			}
			errs = append(errs, fmt.Errorf("bundle %s: %s", where, e.Text))
		}
		return nil, errors.Join(errs...)
	}
	return result.OutputFiles[0].Contents, nil
}

// embedded makes esbuild read from ui in place of the disk.
func embedded(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: `^\.`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		file := path.Join(path.Dir(args.Importer), args.Path)
		if !strings.HasPrefix(args.Importer, "ui/") { // one of the entries
			file = path.Join("ui", args.Path)
		}
		if path.Ext(file) == "" {
			file += ".ts"
		}
		return api.OnResolveResult{Path: file, Namespace: "ui"}, nil
	})
	b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "ui"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		source, err := ui.ReadFile(args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		text, loader := string(source), api.LoaderTS
		if path.Ext(args.Path) == ".css" {
			loader = api.LoaderCSS
		}
		return api.OnLoadResult{Contents: &text, Loader: loader}, nil
	})
}

// compress keeps the shorter forms ready.
func (x *asset) compress() {
	var zipped, br bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression) // the level is a right one
	_, _ = z.Write(x.plain)
	_ = z.Close()
	w := brotli.NewWriterOptions(&br, brotli.WriterOptions{Quality: 9, LGWin: 16}) // a greater window takes 64 MiB and saves nothing
	_, _ = w.Write(x.plain)
	_ = w.Close()
	if zipped.Len() < len(x.plain) {
		x.gzip = zipped.Bytes()
	}
	if br.Len() < len(x.plain) {
		x.br = br.Bytes()
	}
}

// URL gives the address of app.js, app.css, icon.svg and their like, and "" for anything else.
func (a *Assets) URL(name string) string { return a.urls[name] }

// ServeHTTP answers GET and HEAD /assets/{name}.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := a.byName[strings.TrimPrefix(r.URL.Path, "/assets/")]
	if x == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", x.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	body := x.plain
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case x.br != nil && accepts(accepted, "br"):
		h.Set("Content-Encoding", "br")
		body = x.br
	case x.gzip != nil && accepts(accepted, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body = x.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // nobody is left to be told
	}
}

// accepts reports whether an Accept-Encoding header (RFC 9110, 12.5.3) takes a coding by its name.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, ok := strings.CutPrefix(strings.ReplaceAll(strings.TrimSpace(params), " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !ok || err == nil && weight > 0
	}
	return false
}
