package store

// What tests of this package look at from outside.
var (
	Migrate      = migrate
	NewestSchema = newestSchema
	SQLiteDSN    = sqliteDSN
)

// LeftOut lists the tables that a backup does not hold.
func LeftOut() []string { return leftOut }

// TableNames lists the tables that the migrations of an engine make.
var TableNames = ours
