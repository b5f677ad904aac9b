/** The editing page, in the browser: registers what is ours with Decap and starts it. */

import dayjs from "dayjs";
import { DecapCmsCore as CMS } from "decap-cms-core";
import yaml from "decap-cms-core/dist/esm/formats/yaml.js";
import booleanWidget from "decap-cms-widget-boolean";
import fileWidget from "decap-cms-widget-file";
import imageWidget from "decap-cms-widget-image";
import listWidget from "decap-cms-widget-list";
import numberWidget from "decap-cms-widget-number";
import objectWidget from "decap-cms-widget-object";
import selectWidget from "decap-cms-widget-select";
import stringWidget from "decap-cms-widget-string";
import textWidget from "decap-cms-widget-text";
import "dayjs/locale/fr";
import { richEditor } from "#rich-editor";
import { PivertBackend } from "./backend.ts";
import { blockComponent, imageComponent, PROTECTED, protectedComponent } from "./blocks.ts";
import { rememberSource } from "./editing-bases.ts";
import { entryFormat, settingsFormat } from "./entry-format.ts";
import { frenchPhrases } from "./locale-fr.ts";
import { loadStart } from "./start-page.ts";
import { ColourControl } from "./widgets/colour-control.ts";
import { DateControl } from "./widgets/date-control.ts";
import { TagsControl } from "./widgets/tags-control.ts";
import { TranslationControl } from "./widgets/translation-control.ts";

function registerWidgets(): void {
  const ours = [
    { name: "datetime", controlComponent: DateControl },
    { name: "tags", controlComponent: TagsControl },
    { name: "colour", controlComponent: ColourControl },
    { name: "translation", controlComponent: TranslationControl },
    richEditor,
  ];
  const theirs = [
    booleanWidget,
    fileWidget,
    imageWidget,
    listWidget,
    numberWidget,
    objectWidget,
    selectWidget,
    stringWidget,
    textWidget,
  ];
  CMS.registerWidget([...theirs.map((widget) => widget.Widget()), ...ours]);
}

async function start(): Promise<void> {
  const config = await loadStart();
  dayjs.locale("fr");
  CMS.registerLocale("fr", frenchPhrases);
  CMS.registerBackend("pivert", PivertBackend);
  registerWidgets();
  const format = { readYaml: (text: string) => yaml.fromFile(text), onWrite: rememberSource };
  CMS.registerCustomFormat("pivert-entry", "md", entryFormat(format));
  CMS.registerCustomFormat("pivert-settings", "yaml", settingsFormat(format));
  for (const component of [imageComponent, ...config.blocks.map(blockComponent), ...PROTECTED.map(protectedComponent)])
    CMS.registerEditorComponent(component);
  // Decap logs in at once when it remembers a user; the session was just checked.
  localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "pivert" }));
  CMS.init({ config: config.decap });
}

void start();
