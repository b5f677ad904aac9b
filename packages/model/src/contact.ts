/** A visitor's message to an association: what the form asks, where it is sent, who receives it. */
import * as z from "zod";
import { email, line, text } from "./fields.ts";
import type { Site } from "./site.ts";

/** The path, on a site's public address, to which its contact form is sent: the platform answers there. */
export const CONTACT_PATH = "/_formulaires/contact/";

/** A field that no person sees: whoever fills it in is a program. */
export const CONTACT_TRAP = "website";

export const contactMessageSchema = z.object({
  name: line(120).meta({ label: "Votre nom", expected: "votre nom, 120 caractères au plus" }),
  email: email().meta({ label: "Votre adresse électronique" }),
  message: text(5000).min(1).meta({ label: "Votre message", expected: "un message, 5 000 caractères au plus" }),
});

export type ContactMessage = z.output<typeof contactMessageSchema>;

/** The address that receives the messages of a site's form; without one there is no form. */
export function contactRecipient({ contact, legal }: Pick<Site, "contact" | "legal">): string | undefined {
  return contact.email ?? legal.email;
}
