package alerts

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A PushKey is the key pair by which push services know this site (VAPID, RFC 8292).
type PushKey struct {
	private, public string // base64url, as RFC 8292 writes them
}

// Public is the public key as browsers ask for it: base64url of the uncompressed point.
func (k *PushKey) Public() string { return k.public }

// ReadPushKey reads the private key of a PEM file: P-256, as PKCS #8 or SEC 1. The error of a file that is not there is fs.ErrNotExist.
func ReadPushKey(file string) (*PushKey, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "PRIVATE KEY":
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", file, err)
			}
			own, _ := key.(*ecdsa.PrivateKey)
			return pushKey(file, own)
		case "EC PRIVATE KEY":
			key, err := x509.ParseECPrivateKey(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", file, err)
			}
			return pushKey(file, key)
		}
	}
	return nil, fmt.Errorf("read %s: there is no private key in PEM in it", file)
}

func pushKey(file string, key *ecdsa.PrivateKey) (*PushKey, error) {
	if key == nil || key.Curve != elliptic.P256() {
		return nil, fmt.Errorf("read %s: the key is not one of the curve P-256", file)
	}
	own, err := key.ECDH()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return &PushKey{base64.RawURLEncoding.EncodeToString(own.Bytes()), base64.RawURLEncoding.EncodeToString(own.PublicKey().Bytes())}, nil
}

// OpenPushKey is ReadPushKey that makes the file, for its owner alone, where it is not there. Of several processes that do so at
// once, all get the key of the first.
func OpenPushKey(file string) (*PushKey, error) {
	key, err := ReadPushKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	if err := makePushKey(file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return ReadPushKey(file)
}

// makePushKey writes a new key beside the file and gives it its name when it is whole.
func makePushKey(file string) error {
	made, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(made)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".vapid-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), file)
}
