package moderation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// TestHeat: a temperature is within its bounds, nobody's speed alone makes any, and a worse word never cools.
func TestHeat(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	people := []rozmova.ID[rozmova.Reader]{{1}, {2}, {3}, {4}}
	breaths := func(rt *rapid.T, most float32) (list []store.Breath) {
		at := now
		for range rapid.IntRange(0, heatComments).Draw(rt, "comments") {
			at = at.Add(-time.Duration(rapid.IntRange(0, 900).Draw(rt, "seconds")) * time.Second)
			list = append(list, store.Breath{
				Author: rapid.SampledFrom(people).Draw(rt, "author"), At: at, Incivil: rapid.Float32Range(0, most).Draw(rt, "score"),
			})
		}
		return list
	}
	rapid.Check(t, func(rt *rapid.T) {
		list := breaths(rt, 1)
		heat := heatOf(list, now)
		if !(heat >= 0 && heat <= 1) {
			rt.Fatalf("%v of %v", heat, list)
		}
		if len(list) == 0 {
			return
		}
		i := rapid.IntRange(0, len(list)-1).Draw(rt, "worse")
		list[i].Incivil = 1
		if worse := heatOf(list, now); worse < heat {
			rt.Fatalf("a worse word cools from %v to %v", heat, worse)
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		if heat := heatOf(breaths(rt, heatFrom-0.001), now); heat != 0 {
			rt.Fatalf("civil words heat to %v", heat)
		}
	})
	duel := []store.Breath{{Author: people[0], At: now, Incivil: 1}, {Author: people[1], At: now, Incivil: 1}, {Author: people[0], At: now, Incivil: 1}, {Author: people[1], At: now, Incivil: 1}}
	if heat := heatOf(duel, now); heat < 0.8 {
		t.Errorf("two who insult each other at once: %v", heat)
	}
	if heat := heatOf(duel[:heatLeast-1], now); heat != 0 {
		t.Errorf("three comments: %v", heat)
	}
	for i := range duel {
		duel[i].Author = people[0]
	}
	if heat := heatOf(duel, now); heat != 0 {
		t.Errorf("who quarrels alone: %v", heat)
	}
}
