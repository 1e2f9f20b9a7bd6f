package main

import (
	"strings"

	"github.com/alecthomas/kong"

	"github.com/rozmova/rozmova"
)

// commands is the command line. Scripts hold on to it (docs/design.md, doors that stay put): add, do not rename.
type commands struct {
	Demo       demoCommand       `cmd:"" help:"${demo}"`
	Serve      serveCommand      `cmd:"" help:"${serve}"`
	Check      checkCommand      `cmd:"" help:"${check}"`
	Publish    publishCommand    `cmd:"" help:"${publish}"`
	Statements statementsCommand `cmd:"" help:"${statements}"`
	User       userCommand       `cmd:"" help:"${user}"`
	Backup     backupCommand     `cmd:"" help:"${backup}"`
	Restore    restoreCommand    `cmd:"" help:"${restore}"`
	Civility   civilityCommand   `cmd:"" help:"${civility}"`
	Rank       rankCommand       `cmd:"" help:"${rank}"`
	Export     exportCommand     `cmd:"" help:"${export}"`
	Log        logCommand        `cmd:"" help:"${log}"`
	Version    versionCommand    `cmd:"" help:"${version}"`
}

type demoCommand struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"${addr}"`
	Dir  string `placeholder:"DIR" help:"${demo_dir}"`
}

// settingsFlags say where the settings are.
type settingsFlags struct {
	Config string `placeholder:"FILE" help:"${config}"`
}

// storeFlags say which store is meant.
type storeFlags struct {
	settingsFlags
	Dir string `placeholder:"DIR" help:"${dir}"`
}

type serveCommand struct{ settingsFlags }

type checkCommand struct {
	settingsFlags
	All  bool `help:"${all}"`
	Live bool `help:"${live}"`
}

type publishCommand struct {
	Files    []string `arg:"" name:"file" help:"${files}"`
	Headline string   `placeholder:"TEXT" help:"${headline}"`
	Language string   `placeholder:"CODE" help:"${language}"`
	Draft    bool     `help:"${draft}"`
	Replace  bool     `help:"${replace}"`
	storeFlags
}

type userCommand struct {
	Add   userAddCommand   `cmd:"" help:"${user_add}"`
	Role  userRoleCommand  `cmd:"" help:"${user_role}"`
	Token userTokenCommand `cmd:"" help:"${user_token}"`
	Link  userLinkCommand  `cmd:"" help:"${user_link}"`
	List  userListCommand  `cmd:"" help:"${user_list}"`

	Reset userResetCommand `cmd:"" help:"${user_reset}"`

	Erase  userEraseCommand  `cmd:"" help:"${user_erase}"`
	Erased userErasedCommand `cmd:"" help:"${user_erased}"`
}

type userAddCommand struct {
	Email    string         `arg:"" help:"${email}"`
	Name     string         `placeholder:"NAME" help:"${name}"`
	Role     rozmova.Role   `enum:",moderator,senior,editor,admin" default:"" placeholder:"ROLE" help:"${role_flag}"`
	Section  rozmova.Slug   `placeholder:"SLUG" help:"${section}"`
	Language rozmova.Locale `enum:",uk,en" default:"" placeholder:"CODE" help:"${user_language}"`
	storeFlags
}

type userRoleCommand struct {
	Email   string       `arg:"" help:"${email}"`
	Role    rozmova.Role `arg:"" enum:"moderator,senior,editor,admin" help:"${role}"`
	Section rozmova.Slug `placeholder:"SLUG" help:"${section}"`
	Take    bool         `help:"${take}"`
	storeFlags
}

type userTokenCommand struct {
	Email string `arg:"" help:"${email}"`
	Name  string `required:"" placeholder:"NAME" help:"${token_name}"`
	Days  int    `placeholder:"N" help:"${days}"`
	storeFlags
}

type userLinkCommand struct {
	Email string `arg:"" help:"${email}"`
	storeFlags
}

type userListCommand struct{ storeFlags }

type userResetCommand struct {
	Email string `arg:"" help:"${email}"`
	storeFlags
}

type userEraseCommand struct {
	Email     string `arg:"" help:"${email}"`
	KeepTexts bool   `help:"${keep_texts}"`
	storeFlags
}

type userErasedCommand struct{ storeFlags }

type backupCommand struct {
	File string `arg:"" help:"${backup_file}"`
	storeFlags
}

type restoreCommand struct {
	File   string `arg:"" help:"${restore_file}"`
	Erased string `placeholder:"FILE" help:"${restore_erased}"`
	storeFlags
}

type versionCommand struct{}

// helpVars gives the explanations that the tags above name, in the language of the command line.
func (p *program) helpVars() kong.Vars {
	vars := kong.Vars{}
	for _, id := range []string{
		"cli.help.demo", "cli.help.serve", "cli.help.check", "cli.help.publish", "cli.help.user", "cli.help.backup", "cli.help.restore", "cli.help.log", "cli.help.log_verify", "cli.help.log_file", "cli.help.log_head", "cli.help.log_key",
		"cli.help.version", "cli.help.addr", "cli.help.demo_dir", "cli.help.config", "cli.help.dir", "cli.help.all", "cli.help.live", "cli.help.files",
		"cli.help.headline", "cli.help.language", "cli.help.draft", "cli.help.replace", "cli.help.user_add", "cli.help.user_role",
		"cli.help.user_token", "cli.help.user_link", "cli.help.user_list", "cli.help.email", "cli.help.name", "cli.help.role",
		"cli.help.role_flag", "cli.help.section", "cli.help.user_language", "cli.help.take", "cli.help.token_name", "cli.help.days",
		"cli.help.backup_file", "cli.help.restore_file", "cli.help.civility", "cli.help.civility_score", "cli.help.civility_eval",
		"cli.help.civility_bars", "cli.help.civility_train", "cli.help.civility_weights", "cli.help.civility_files", "cli.help.civility_threshold",
		"cli.help.civility_data", "cli.help.civility_own", "cli.help.civility_docs", "cli.help.civility_write", "cli.help.civility_out",
		"cli.help.civility_report", "cli.help.json", "cli.help.civility_learn", "cli.help.civility_dry_run", "cli.help.civility_revert",
		"cli.help.civility_export", "cli.help.civility_export_file", "cli.help.user_reset", "cli.help.user_erase", "cli.help.user_erased", "cli.help.keep_texts",
		"cli.help.restore_erased", "cli.help.export", "cli.help.export_statements", "cli.help.export_from", "cli.help.export_to",
		"cli.help.rank", "cli.help.rank_votes", "cli.help.rank_later", "cli.help.rank_report", "cli.help.rank_docs", "cli.help.rank_write",
		"cli.help.export_transparency", "cli.help.statements", "cli.help.statements_files", "cli.help.statements_against", "cli.help.statements_lang", "cli.help.statements_misses", "cli.help.statements_draft", "cli.help.export_year", "cli.help.export_out",
	} {
		vars[strings.TrimPrefix(id, "cli.help.")] = p.say.Fill(id, nil)
	}
	return vars
}
