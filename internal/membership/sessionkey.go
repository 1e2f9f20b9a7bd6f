package membership

// SessionKey is the hash by which the store knows the session of a secret: what ends with the session is bound to it.
func SessionKey(secret string) []byte { return hashOf(secret) }
