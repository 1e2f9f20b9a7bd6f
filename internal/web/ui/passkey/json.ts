// What the server and the browser say to each other of passkeys, as JSON (Web Authentication, section 5.1), for browsers that do not
// read and write it themselves.

type Written = Record<string, unknown>;
interface Named { id: string; type: "public-key"; transports?: AuthenticatorTransport[] }
interface CreationJSON {
  challenge: string; user: { id: string; name: string; displayName: string };
  excludeCredentials?: Named[];
}
interface RequestJSON { challenge: string; allowCredentials?: Named[] }

// Reader are the browser's own functions, where it has them.
interface Reader {
  parseCreationOptionsFromJSON?(json: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?(json: unknown): PublicKeyCredentialRequestOptions;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  let plain = "";
  for (const b of new Uint8Array(buffer)) plain += String.fromCharCode(b);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const named = (list?: Named[]) => list?.map((c) => ({ ...c, id: bytes(c.id) }));

// creation reads what a new passkey shall be like.
export function creation(json: CreationJSON): PublicKeyCredentialCreationOptions {
  const own = PublicKeyCredential as unknown as Reader;
  if (own.parseCreationOptionsFromJSON) return own.parseCreationOptionsFromJSON(json);
  return {
    ...json, challenge: bytes(json.challenge), user: { ...json.user, id: bytes(json.user.id) }, excludeCredentials: named(json.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
}

// request reads which passkey shall be shown.
export function request(json: RequestJSON): PublicKeyCredentialRequestOptions {
  const own = PublicKeyCredential as unknown as Reader;
  if (own.parseRequestOptionsFromJSON) return own.parseRequestOptionsFromJSON(json);
  return { ...json, challenge: bytes(json.challenge), allowCredentials: named(json.allowCredentials) };
}

// written gives what the browser answers.
export function written(c: PublicKeyCredential): Written {
  const own = c as unknown as { toJSON?(): Written };
  if (own.toJSON) return own.toJSON();
  const response: Written = { clientDataJSON: text(c.response.clientDataJSON) };
  if ("attestationObject" in c.response) {
    const made = c.response as AuthenticatorAttestationResponse;
    response.attestationObject = text(made.attestationObject);
    response.transports = made.getTransports?.() ?? [];
  } else {
    const shown = c.response as AuthenticatorAssertionResponse;
    response.authenticatorData = text(shown.authenticatorData);
    response.signature = text(shown.signature);
    if (shown.userHandle) response.userHandle = text(shown.userHandle);
  }
  return {
    id: c.id, rawId: text(c.rawId), type: c.type, response, authenticatorAttachment: c.authenticatorAttachment,
    clientExtensionResults: c.getClientExtensionResults(),
  };
}
