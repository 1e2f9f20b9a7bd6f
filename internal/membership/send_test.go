package membership

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
)

// TestACodeIsTriedForAMinute: a server that is away is asked again, less and less often; a letter that is refused is not.
func TestACodeIsTriedForAMinute(t *testing.T) {
	away := fmt.Errorf("send: %w", context.DeadlineExceeded)
	for _, tt := range []struct {
		what string
		err  error
		good int // the try that goes well; 0: none
		want []time.Duration
	}{
		{"at once", nil, 0, []time.Duration{0}},
		{"the third time", away, 3, []time.Duration{0, 2 * time.Second, 6 * time.Second}},
		{"never", away, 0, []time.Duration{0, 2 * time.Second, 6 * time.Second, 14 * time.Second, 30 * time.Second, time.Minute}},
		{"refused", errors.New("550"), 0, []time.Duration{0}},
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			var tries []time.Duration
			d := New(nil, Options{SendCode: func(_ context.Context, email, code string, _ rozmova.Locale) error {
				if email != "a@example.org" || code != "123456" {
					t.Errorf("sends %s to %s", code, email)
				}
				tries = append(tries, time.Since(began))
				if len(tries) == tt.good {
					return nil
				}
				return tt.err
			}})
			d.send(t.Context(), "a@example.org", "123456", "uk")
			if diff := cmp.Diff(tt.want, tries); diff != "" {
				t.Errorf("%s: tried after (-want +got):\n%s", tt.what, diff)
			}
		})
	}
}
