package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a pair for localhost and gives its files.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour)}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: public}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestRealSettingsWithTLS(t *testing.T) {
	cfg := demo(t)
	cfg.Demo = false
	cfg.Site.URL, cfg.Site.Name = "https://localhost", "News"
	cfg.SMTP.Addr, cfg.SMTP.From = "127.0.0.1:1", "news@example.org"
	cfg.Server.TLSCert, cfg.Server.TLSKey = certificate(t)
	if wrong := cfg.Validate(); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	a := start(t, cfg, Options{})
	if code, body := get(t, "https://"+a.Addr()+"/"); code != 200 || !strings.Contains(body, "News") {
		t.Errorf("front page: %d", code)
	}
	if code, _ := get(t, "https://"+a.Addr()+"/mailbox"); code != 404 {
		t.Errorf("the demo's mailbox on a real site: %d, want 404", code)
	}
	a.stop()
	cfg.Server.TLSKey = cfg.Server.TLSCert
	if a, err := New(t.Context(), cfg, Options{}); err == nil {
		t.Error("started with a key that is none")
		_ = a.Close()
	} else if !strings.Contains(err.Error(), "server.tls_cert") {
		t.Errorf("the error does not name the setting: %v", err)
	}
	if _, err := os.Stat(filepath.Join(cfg.Store.Dir, socketFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a start that failed left its socket: %v", err)
	}
}
