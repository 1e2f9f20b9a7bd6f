package archtest

// module is the path that all of our packages begin with.
const module = "github.com/rozmova/rozmova"

// Ranks, from the bottom up. A package may import what its row of the table says.
var (
	words  = []string{"", "internal/lang", "internal/i18n", "internal/config", "internal/telemetry"}
	pure   = []string{"internal/richtext", "internal/attribution", "internal/civility", "internal/ranking", "internal/feed", "internal/sharecard"}
	keeper = []string{"internal/store", "internal/media", "internal/mail", "internal/live", "internal/outbound"}
	desk   = []string{"internal/newsroom", "internal/discussion", "internal/moderation", "internal/membership", "internal/alerts", "internal/exchange"}
	door   = []string{"internal/web", "internal/api"}
)

// A row says what one package may import of ours. Packages are named by their folder; "" is the root.
type row struct {
	pkg string
	may []string
	use string // who may import it: empty for everybody above, "tests", or one package by name
}

// table is the plan's import table. A package that is missing from it fails: whoever makes one says where it stands.
var table = []row{
	// 0: words and text. Nothing of ours.
	{pkg: ""},
	{pkg: "internal/lang"},
	{pkg: "internal/i18n"},
	{pkg: "internal/config"},
	{pkg: "internal/telemetry"},

	// 1: pure. Value in, value out.
	{pkg: "internal/richtext", may: []string{"", "internal/lang"}},
	{pkg: "internal/attribution", may: []string{"", "internal/lang"}},
	{pkg: "internal/civility", may: []string{"", "internal/lang"}},
	{pkg: "internal/civility/train", may: []string{"", "internal/lang", "internal/civility"}, use: "cmd/rozmova"},
	{pkg: "internal/ranking", may: []string{"", "internal/lang"}},
	{pkg: "internal/ranking/bars", may: []string{"", "internal/lang", "internal/ranking"}, use: "cmd/rozmova"},
	{pkg: "internal/sharecard"},
	{pkg: "internal/feed", may: []string{"", "internal/lang", "internal/richtext"}},

	// 2: keepers. Never each other.
	{pkg: "internal/store", may: []string{"", "internal/lang", "internal/config", "internal/telemetry"}},
	{pkg: "internal/media", may: []string{"", "internal/lang", "internal/config", "internal/telemetry"}},
	{pkg: "internal/mail", may: []string{"", "internal/lang", "internal/config", "internal/telemetry", "internal/i18n", "internal/richtext"}},
	{pkg: "internal/live", may: []string{"", "internal/lang", "internal/config", "internal/telemetry"}},
	{pkg: "internal/outbound", may: []string{"", "internal/lang", "internal/config", "internal/telemetry"}},

	// 3: desks. Every rule of who may do what, and when.
	{pkg: "internal/newsroom", may: join(words, pure, keeper)},
	{pkg: "internal/discussion", may: join(words, pure, keeper, []string{"internal/moderation"})},
	{pkg: "internal/bridges", may: join(words, pure, keeper, []string{"internal/moderation"})},
	{pkg: "internal/moderation", may: join(words, pure, keeper)},
	{pkg: "internal/membership", may: join(words, pure, keeper)},
	{pkg: "internal/alerts", may: join(words, pure, keeper)},
	{pkg: "internal/exchange", may: join(words, pure, keeper, desk)},

	// 4: doors. Never store, media or mail.
	{pkg: "internal/web", may: join(words, pure, desk, []string{"internal/live"})},
	{pkg: "internal/api", may: join(words, pure, desk, []string{"internal/live"})},

	// 5 and 6: assembly and program.
	{pkg: "internal/app", may: join(words, pure, keeper, desk, door, []string{"internal/bridges"})},
	{pkg: "cmd/rozmova", may: join(words, pure, keeper, desk, door, []string{"internal/app", "internal/civility/train", "internal/ranking/bars", "client"})},

	// Beside.
	{pkg: "client", may: []string{""}},
	{pkg: "internal/rozmovatest", may: join(words, pure, keeper, desk, door, []string{"internal/app", "client"}), use: "tests"},
	{pkg: "internal/e2e", may: join(words, pure, keeper, desk, door, []string{"internal/app", "internal/bridges", "client", "internal/rozmovatest"}), use: "tests"},
	{pkg: "internal/bench", use: "tests"},
	{pkg: "internal/archtest", use: "tests"},
}

// testOnly are modules that nothing but tests, and packages used by tests only, may import.
var testOnly = []string{
	"github.com/chromedp/chromedp", "github.com/chromedp/cdproto", "github.com/emersion/go-smtp", "github.com/google/go-cmp",
	"github.com/jba/templatecheck", "github.com/rogpeppe/go-internal", "go.uber.org/goleak", "pgregory.net/rapid", "testing",
}

func join(lists ...[]string) []string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
