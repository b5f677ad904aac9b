/**
 * What is changed in Decap's own files while they are bundled. Versions are pinned: a patch that no longer finds its
 * text stops the build, and a person looks.
 */

interface Patch {
  /** End of the file's path. */
  file: string;
  find: string;
  replace: string;
}

const CORE = "decap-cms-core/dist/esm/";
const EDITOR = `${CORE}components/Editor/Editor.js`;
const WORKFLOW = `${CORE}actions/editorialWorkflow.js`;

export const PATCHES: readonly Patch[] = [
  // The address of an entry in the form is its path in the collection, without `.md`: our files need no `index.md`.
  {
    file: `${CORE}backend.js`,
    find: "const dir = dirname(path);\n  return dir.slice(collection.get('folder').length + 1) || '/';",
    replace: "return path.slice(collection.get('folder').length + 1).replace(/\\.md$/, '');",
  },
  // « asso/ » files a new page under asso, named after its title.
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "const indexFile = get(collection.toJS(), ['meta', 'path', 'index_file']);",
    replace: `if (!path.endsWith('/')) return join(collection.get('folder'), path + '.' + extension);
  const indexFile = undefined;`,
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "encoding: 'unicode'",
    replace: "encoding: 'ascii', clean_accents: true",
  },
  {
    file: `${CORE}components/Collection/Collection.js`,
    find: "?path=${filterTerm}`",
    replace: "?path=${filterTerm}/`",
  },
  // A new entry without an address gets one from its title; an old address stays even if we would not write it so.
  {
    file: `${CORE}actions/entries.js`,
    find: "if (!value) {\n      return getPathError(value, 'invalidPath', t);\n    }",
    replace: `const kept = state.entryDraft?.getIn(['entry', 'path']);
    if (!value || kept === collection.get('folder') + '/' + value + '.md') {
      return { error: false };
    }`,
  },
  // Files in sub-folders of media/ keep their whole path, and `media/…` means the same as `/media/…`.
  {
    file: `${CORE}reducers/entries.js`,
    find: "selectMediaFilePath(config, collection, entryMap, mediaPath, field) {\n  if (isAbsolutePath(mediaPath)) {",
    replace:
      "selectMediaFilePath(config, collection, entryMap, mediaPath, field) {\n  if (isAbsolutePath(mediaPath) && !mediaPath.startsWith('/media/')) {",
  },
  {
    file: `${CORE}reducers/entries.js`,
    find: "return join(mediaFolder, basename(mediaPath));",
    replace: "return join(mediaFolder, mediaPath.replace(/^(?:\\.{0,2}\\/)*(?:media\\/)?/, ''));",
  },
  {
    file: `${CORE}reducers/entries.js`,
    find: "  return basename(mediaPath);\n}",
    replace: "  return normalizedPath.replace(/^media\\//, '');\n}",
  },
  // A second « image.jpg » gets a name of its own; Decap offers, in English, to delete the first.
  {
    file: `${CORE}actions/mediaLibrary.js`,
    find: "const fileName = sanitizeSlug(file.name.toLowerCase(), state.config.slug);",
    replace: `const taken = new Set(files.map(({ name }) => name.toLowerCase()));
    const wanted = sanitizeSlug(file.name.toLowerCase(), state.config.slug);
    let fileName = wanted;
    for (let again = 2; taken.has(fileName); again++) fileName = wanted.replace(/(\\.[^.]*)?$/, '-' + again + '$1');`,
  },
  {
    file: `${CORE}actions/mediaLibrary.js`,
    find: "message: `Failed to persist media: ${error}`",
    replace: "message: `Le fichier n’a pas été envoyé : ${error.message || error}`",
  },
  {
    file: `${CORE}actions/mediaLibrary.js`,
    find: "message: `Failed to delete media: ${error.message}`",
    replace: "message: `Le fichier n’a pas été supprimé : ${error.message}`",
  },
  // The address comes last in the form: most people never change it.
  {
    file: `${CORE}actions/config.js`,
    find: "collection.fields = [metaField, ...(collection.fields || [])];",
    replace: "collection.fields = [...(collection.fields || []), metaField];",
  },
  // Saving and publishing are ours: see `form/save-entry.ts` and `form/publish-entry.ts`.
  {
    file: WORKFLOW,
    find: "export function persistUnpublishedEntry(",
    replace: `export { saveEntry as persistUnpublishedEntry } from "pivert-form/save-entry";
export { publishEntry as publishUnpublishedEntry } from "pivert-form/publish-entry";
function theirPersistUnpublishedEntry(`,
  },
  {
    file: WORKFLOW,
    find: "export function publishUnpublishedEntry(",
    replace: "function theirPublishUnpublishedEntry(",
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "import { getDataPath, duplicateI18nFields } from '../lib/i18n';",
    replace: `import { getDataPath, duplicateI18nFields } from '../lib/i18n';
import { afterPublication, afterSave, changed, opened, restored } from "pivert-form/form-state";`,
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "    case ENTRY_PERSIST_SUCCESS:\n    case UNPUBLISHED_ENTRY_PERSIST_SUCCESS:",
    replace: `    case UNPUBLISHED_ENTRY_PERSIST_SUCCESS:
      if (action.payload.save) return afterSave(state, action.payload.save);
    case ENTRY_PERSIST_SUCCESS:`,
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "    case UNPUBLISHED_ENTRY_PUBLISH_SUCCESS:\n    case UNPUBLISHED_ENTRY_PUBLISH_FAILURE:",
    replace: `    case UNPUBLISHED_ENTRY_PUBLISH_SUCCESS:
      return afterPublication(state.deleteIn(['entry', 'isPublishing']), action.payload);
    case UNPUBLISHED_ENTRY_PUBLISH_FAILURE:`,
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "state.setIn(['entry', 'newRecord'], false);",
    replace: "state.setIn(['entry', 'newRecord'], false);\n        opened(state);",
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "state.setIn(['entry', 'newRecord'], true);",
    replace: "state.setIn(['entry', 'newRecord'], true);\n        state.delete('saved');",
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: "state.set('hasChanged', !entries.some(e => newData.equals(e.get(...dataPath))) || !entries.some(e => newMeta.equals(e.get('meta'))));",
    replace: "changed(state);",
  },
  {
    file: `${CORE}reducers/entryDraft.js`,
    find: `state.delete('localBackup');
        state.set('entry', backupEntry);
        state.setIn(['entry', 'newRecord'], !backupEntry.get('path'));`,
    replace: "restored(state);",
  },
  // A draft that is not there yet is no draft while its first save is under way, nor after it has failed.
  ...[
    "true);\n      }\n    case UNPUBLISHED_ENTRY_PERSIST_SUCCESS",
    "false);\n    case UNPUBLISHED_ENTRY_STATUS_CHANGE_REQUEST",
  ].map((end) => {
    const find = `return state.setIn(['entities', \`\${action.payload.collection}.\${action.payload.slug}\`, 'isPersisting'], ${end}`;
    return {
      file: `${CORE}reducers/editorialWorkflow.js`,
      find,
      replace: find.replace(
        "return state",
        "if (!state.hasIn(['entities', `${action.payload.collection}.${action.payload.slug}`])) return state;\n      return state",
      ),
    };
  }),
  // An answer that comes late replaces neither another entry's form nor what was written since.
  {
    file: WORKFLOW,
    find: "dispatch(createDraftFromEntry(entry));",
    replace: "if (awaitsEntry(getState(), collection, slug)) dispatch(createDraftFromEntry(entry));",
  },
  {
    file: WORKFLOW,
    find: "import get from 'lodash/get';",
    replace: `import get from 'lodash/get';\nimport { awaitsEntry } from "pivert-form/awaits-entry";`,
  },
  {
    file: WORKFLOW,
    find: "dispatch(loadEntry(collection, slug));\n      } else {",
    replace: "await dispatch(loadEntry(collection, slug));\n      } else {",
  },
  {
    file: `${CORE}actions/entries.js`,
    find: "dispatch(createDraftFromEntry(loadedEntry));",
    replace: "if (awaitsEntry(getState(), collection, slug)) dispatch(createDraftFromEntry(loadedEntry));",
  },
  {
    file: `${CORE}actions/entries.js`,
    find: "import isEqual from 'lodash/isEqual';",
    replace: `import isEqual from 'lodash/isEqual';\nimport { awaitsEntry } from "pivert-form/awaits-entry";`,
  },
  // What was found on this device is offered once the form is open: else the server's answer would replace it.
  {
    file: EDITOR,
    find: `retrieveLocalBackup(collection, slug);
    if (newEntry) {
      createEmptyDraft(collection, this.props.location.search);
    } else {
      loadEntry(collection, slug);
    }`,
    replace: `const opened = newEntry ? createEmptyDraft(collection, this.props.location.search) : loadEntry(collection, slug);
    Promise.resolve(opened).then(() => this.isLeft || retrieveLocalBackup(collection, slug));`,
  },
  {
    file: EDITOR,
    find: "componentWillUnmount() {",
    replace: "componentWillUnmount() {\n    this.isLeft = true;",
  },
  // A page left with something unsaved keeps it on this device, as its question says.
  {
    file: EDITOR,
    find: "this.deleteBackup();\n      unblock();",
    replace: "if (!this.props.hasChanged) this.deleteBackup();\n      unblock();",
  },
  // A new entry that was saved goes on under its own address: nobody leaves.
  {
    file: EDITOR,
    find: "const isPersisting = this.props.entryDraft.getIn(['entry', 'isPersisting']);",
    replace: `if (this.isOwnAddress(location)) return;
      const isPersisting = this.props.entryDraft.getIn(['entry', 'isPersisting']);`,
  },
  {
    file: EDITOR,
    find: "if (pathname.startsWith(newEntryPath) ||",
    replace: "if (this.isOwnAddress(location) || pathname.startsWith(newEntryPath) ||",
  },
  {
    file: EDITOR,
    find: "  componentDidUpdate(prevProps) {",
    replace: `  isOwnAddress({ pathname }) {
    return isAddressOf(pathname, this.props.collection.get('name'), currentSlug());
  }
  componentDidUpdate(prevProps) {`,
  },
  {
    file: EDITOR,
    find: "import EditorInterface from './EditorInterface';",
    replace: `import EditorInterface from './EditorInterface';
import { isAddressOf } from "pivert-form/awaits-entry";
import { store } from 'decap-cms-core/dist/esm/redux/index.js';
const currentSlug = () => store.getState().entryDraft.getIn(['entry', 'slug']);`,
  },
  {
    file: EDITOR,
    find: "await persistEntry(collection);\n    this.deleteBackup();",
    replace: `const saved = await persistEntry(collection);
    if (!saved) return undefined;
    if (!saved.changedSince) this.deleteBackup();`,
  },
  {
    file: EDITOR,
    find: "} else if (slug && hasWorkflow && !currentStatus) {\n      loadEntry(collection, slug);\n    }",
    replace: "}\n    return saved;",
  },
  {
    file: EDITOR,
    find: "await deleteUnpublishedEntry(collection.get('name'), slug);\n    this.deleteBackup();",
    replace: `await deleteUnpublishedEntry(collection.get('name'), slug);
    this.deleteBackup();
    this.props.discardDraft();`,
  },
  // « Publier » is one button, beside « Enregistrer » from the first word on: it saves, then publishes.
  {
    file: EDITOR,
    find: `if (currentStatus !== status.last()) {
      window.alert(t('editor.editor.onPublishingNotReady'));
      return;
    } else if (entryDraft.get('hasChanged')) {
      window.alert(t('editor.editor.onPublishingWithUnsavedChanges'));
      return;
    } else if (!window.confirm(t('editor.editor.onPublishing'))) {
      return;
    }
    await publishUnpublishedEntry(collection.get('name'), slug);
    this.deleteBackup();`,
    replace: `if (!window.confirm(t('editor.editor.onPublishing'))) {
      return;
    }
    const saves = entryDraft.get('hasChanged') || !currentStatus;
    const saved = saves ? await this.handlePersistEntry() : { slug };
    if (!saved || !(await publishUnpublishedEntry(collection.get('name'), saved.slug))) return;`,
  },
  {
    file: `${CORE}components/Editor/EditorToolbar.js`,
    find: `return canPublish ? _jsxs(ToolbarDropdown, {
      dropdownTopOverlap: "40px",
      dropdownWidth: "200px",`,
    replace: `return canPublish ? _jsx(SaveButton, {
      className: "pv-publish",
      disabled: isPublishing,
      onClick: onPublish,
      children: isPublishing ? t('editor.editorToolbar.publishing') : t('editor.editorToolbar.publish')
    }) : false ? _jsxs(ToolbarDropdown, {
      dropdownTopOverlap: "40px",
      dropdownWidth: "200px",`,
  },
  {
    file: `${CORE}components/Editor/EditorToolbar.js`,
    find: "!hasChanged && this.renderNewEntryWorkflowPublishControls({",
    replace: "this.renderNewEntryWorkflowPublishControls({",
  },
  {
    file: `${CORE}components/Editor/EditorToolbar.js`,
    find: `: !isNewEntry && _jsx(Fragment, {
      children: this.renderExistingEntryWorkflowPublishControls({`,
    replace: `: _jsx(Fragment, {
      children: isNewEntry || hasChanged ? this.renderNewEntryWorkflowPublishControls({
        canCreate,
        canPublish
      }) : this.renderExistingEntryWorkflowPublishControls({`,
  },
  // One save at a time: the button says when it is done. « Publier » waits for it.
  {
    file: `${CORE}components/Editor/EditorToolbar.js`,
    find: "disabled: !hasChanged,\n      onClick: () => hasChanged && onPersist(),",
    replace: "disabled: !hasChanged || isPersisting,\n      onClick: () => hasChanged && onPersist(),",
  },
  // What is kept on this device says what it was written from, and its address: it is saved as if nothing had happened.
  {
    file: `${CORE}backend.js`,
    find: "        raw,\n        path: entry.get('path'),",
    replace: `        raw,
        source: entry.getIn(['data', '__source']),
        metaPath: entry.getIn(['meta', 'path']),
        path: entry.get('path'),`,
  },
  {
    file: `${CORE}backend.js`,
    find: "const entry = formatRawData(raw);",
    replace: `const entry = formatRawData(raw);
    entry.data.__source = backup.source;
    entry.meta.path = backup.metaPath;`,
  },
  // The cursor of a line of text moves only with its text: what an editor has just selected stays selected.
  {
    file: "decap-cms-widget-string/dist/esm/StringControl.js",
    find: "componentDidUpdate() {\n    if (this._el &&",
    replace: "componentDidUpdate(previous) {\n    if (previous.value !== this.props.value && this._el &&",
  },
  // The settings are shown before they are loaded: their address is then the site's.
  {
    file: `${CORE}lib/formatters.js`,
    find: "isFileCollection ? getFileFromSlug(collection, entry.get('slug')) : undefined",
    replace: "isFileCollection && entry ? getFileFromSlug(collection, entry.get('slug')) : undefined",
  },
  // Names for our styles: on a phone these parts are laid out anew.
  {
    file: `${CORE}components/Editor/EditorToolbar.js`,
    find: "return _jsxs(ToolbarContainer, {",
    replace: "return _jsxs(ToolbarContainer, {\n      className: 'pv-toolbar',",
  },
  {
    file: `${CORE}components/Editor/EditorInterface.js`,
    find: "return _jsxs(EditorContainer, {",
    replace: "return _jsxs(EditorContainer, {\n      className: 'pv-editor',",
  },
  {
    file: `${CORE}components/Collection/Sidebar.js`,
    find: "return _jsxs(SidebarContainer, {",
    replace: "return _jsxs(SidebarContainer, {\n      className: 'pv-sidebar',",
  },
  {
    file: `${CORE}components/Workflow/WorkflowList.js`,
    find: "return _jsx(ListContainer, {",
    replace: "return _jsx(ListContainer, {\n      className: 'pv-workflow',",
  },
];

/** The text of a file of Decap as we bundle it. */
export function patchSource(file: string, source: string): string {
  const path = file.replaceAll("\\", "/");
  return PATCHES.filter((patch) => path.endsWith(patch.file)).reduce((text, { find, replace }) => {
    if (!text.includes(find)) throw new Error(`Decap has changed: « ${find.slice(0, 60)} » is no longer in ${path}`);
    return text.replaceAll(find, () => replace);
  }, source);
}
