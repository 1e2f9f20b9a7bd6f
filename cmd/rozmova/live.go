package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/rozmova/rozmova/internal/config"
)

// live asks the server that runs with these settings whether it is ready, as a container's health check does.
func (p *program) live(cfg *config.Config) error {
	url := "http://" + reachable(cfg.Server.Addr) + "/readyz"
	transport := &http.Transport{DisableKeepAlives: true}
	if cfg.Server.TLSCert != "" {
		url = "https" + url[len("http"):]
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // it is asked by number, and on this machine
	}
	ctx, cancel := context.WithTimeout(p.ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return errors.New(p.say.T("cli.check.live_away", "URL", url))
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(p.say.T("cli.check.live_not_ready", "URL", url, "Status", response.Status))
	}
	p.print(p.say.T("cli.check.live_ready", "URL", url))
	return nil
}

// reachable is an address to reach a listener by: one of this machine's own where it listens on all.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip.Is6() && !ip.Is4In6() {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port)
}
