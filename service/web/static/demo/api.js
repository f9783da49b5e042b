// Calls of the service. A refusal is an Error with a `status`; its message can be shown as it stands.

let csrfToken;

const refusal = (message, status) => Object.assign(new Error(message), { status });

/** Status 0: no answer came, and the call may or may not have been carried out. */
export async function call(method, path, body, headers = {}) {
  if (body) headers["Content-Type"] = "application/json";
  if (csrfToken && method !== "GET") headers["X-CSRF-Token"] = csrfToken;
  let answer, data;
  try {
    answer = await fetch("/api/v1" + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    });
    if (![204, 304].includes(answer.status)) data = await answer.json();
  } catch {
    throw refusal("The server cannot be reached just now.", 0);
  }
  if (answer.status >= 400) throw refusal(data.detail, answer.status);
  if (data && "csrf_token" in data) csrfToken = data.csrf_token;
  return { data, etag: answer.headers.get("ETag") };
}

/** For refusals that matter to nobody. Anything else is a defect. */
export function letGo(problem) {
  if (!("status" in problem)) throw problem;
}
