package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

func TestPublishWhileAServerRuns(t *testing.T) {
	cfg := demo(t)
	a := start(t, cfg, Options{})
	if _, body := get(t, a.url+"/"); strings.Contains(body, "Перша новина") {
		t.Fatal("it is there already")
	}
	r := publish(t, cfg, "Перша новина")
	if want := a.url + "/stories/persha-novyna"; r.URL != want {
		t.Errorf("address %s, want %s", r.URL, want)
	}
	for deadline := time.Now().Add(time.Second); ; {
		if _, body := get(t, a.url+"/"); strings.Contains(body, "Перша новина") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a second later the front page does not show it")
		}
	}
	_, err := DoCommand(t.Context(), cfg, Options{}, Command{Publish: &PublishCommand{Name: "story.txt", Content: []byte("Text.\n"), Headline: "Перша новина"}})
	if !errors.Is(err, rozmova.Conflict) {
		t.Errorf("a taken address through the socket: %v, want a conflict", err)
	}
	if info, err := os.Stat(a.socket()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info.Mode(), err)
	}
	a.stop()
	if r := publish(t, cfg, "Друга новина"); !r.New {
		t.Errorf("without a server: %+v", r)
	}
}

func TestSocketInAFolderWithALongName(t *testing.T) {
	cfg := demo(t)
	cfg.Store.Dir = filepath.Join(cfg.Store.Dir, strings.Repeat("long/", 40))
	start(t, cfg, Options{})
	if !Running(t.Context(), cfg) {
		t.Error("the server is not found")
	}
	publish(t, cfg, "Новина")
}

func TestSecondServerIsRefused(t *testing.T) {
	cfg := demo(t)
	start(t, cfg, Options{})
	a, err := New(t.Context(), cfg, Options{})
	var refusal *rozmova.Error
	if !errors.As(err, &refusal) || refusal.Reason != "store.in_use" {
		t.Errorf("a second server: %v, want store.in_use", err)
	}
	if err == nil {
		_ = a.Close()
	}
}

func TestSettingsWithoutASiteLeaveItAlone(t *testing.T) {
	cfg := demo(t)
	cfg.Demo, cfg.Site.URL, cfg.Site.Name = false, "https://news.example", "News"
	publish(t, cfg, "Перша")
	bare := config.Default()
	bare.Store.Dir = cfg.Store.Dir
	if r := publish(t, bare, "Друга"); r.URL != "https://news.example/stories/druha" {
		t.Errorf("address %s", r.URL)
	}
	core, err := OpenCore(t.Context(), bare, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer core.Close()
	if core.Site.Name != "News" {
		t.Errorf("the site is called %q now", core.Site.Name)
	}
}
