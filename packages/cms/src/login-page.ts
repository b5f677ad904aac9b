/** What is shown to someone without a session: a link to the accounts origin, the only place where one logs in. */
import { createElement, useEffect, useState } from "react";
import { getOnce, ServerError } from "./editing-api.ts";
import { loginAddress } from "./session-window.ts";

interface LoginPageProps {
  onLogin: (credentials: object) => void;
}

/** Decap's `authComponent`: enters at once when there is a session. */
export function LoginPage({ onLogin }: LoginPageProps) {
  const [refusal, setRefusal] = useState<{ login?: string; error: string } | undefined>();
  useEffect(() => {
    getOnce("/api/session").then(
      () => onLogin({}),
      (error: unknown) => {
        if (error instanceof ServerError && error.status === 401) setRefusal({ ...error.answer, error: "" });
        else setRefusal({ error: error instanceof Error ? error.message : String(error) });
      },
    );
  }, [onLogin]);
  if (!refusal) return createElement("p", { className: "pv-wait" }, "Ouverture de la rédaction…");
  return createElement(
    "main",
    { className: "pv-login" },
    createElement("h1", null, "Rédaction du site"),
    createElement("p", null, refusal.error || "Connectez-vous pour écrire et publier."),
    createElement("a", { className: "pv-primary", href: loginAddress(refusal.login) }, "Se connecter"),
  );
}
