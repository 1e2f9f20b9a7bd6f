// How the islands ask the server: for parts of pages and small answers in place of whole pages.

interface Problem { title?: string; detail?: string; errors?: { location?: string; message?: string }[]; link?: { path: string; text: string } }

// An Answer is what the server said. Redirects are not followed: they lead to pages.
export interface Answer {
  ok: boolean;
  signIn: boolean; // nobody is signed in, or no longer
  status: number;
  text: string;
  header(name: string): string | null;
}

// ask sends a form's values. It rejects where no answer came.
export async function ask(url: string, body?: URLSearchParams, signal?: AbortSignal): Promise<Answer> {
  const headers = { "Rozmova-Fragment": "1", Accept: "text/html, application/json, application/problem+json" };
  const response = await fetch(url, { method: body ? "POST" : "GET", body, headers, signal, redirect: "manual", credentials: "same-origin" });
  return {
    ok: response.ok,
    signIn: response.type === "opaqueredirect" || response.status === 401,
    status: response.status,
    text: await response.text(),
    header: (name) => response.headers.get(name),
  };
}

// problem reads a refusal (RFC 9457); an empty one where the answer is not ours, as a proxy's page.
export function problem(text: string): Problem {
  try { return JSON.parse(text) as Problem; } catch { return {}; }
}

// refusal gives the words of a refusal in one line.
export function refusal(text: string, otherwise = ""): string {
  const { title, detail, errors } = problem(text);
  return errors?.map((e) => e.message).filter(Boolean).join(" ") || detail || title || otherwise;
}
