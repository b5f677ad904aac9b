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
  // A renamed entry is found again under its new address in every collection, not only in nested ones.
  {
    file: `${CORE}actions/editorialWorkflow.js`,
    find: "if (collection.has('nested')) {",
    replace: "if (collection.has('nested') || collection.has('meta')) {",
  },
  // « Publier » is one button, beside « Enregistrer » from the first word on: it saves, then publishes.
  {
    file: `${CORE}components/Editor/Editor.js`,
    find: `if (currentStatus !== status.last()) {
      window.alert(t('editor.editor.onPublishingNotReady'));
      return;
    } else if (entryDraft.get('hasChanged')) {
      window.alert(t('editor.editor.onPublishingWithUnsavedChanges'));
      return;
    } else if (!window.confirm(t('editor.editor.onPublishing'))) {
      return;
    }
    await publishUnpublishedEntry(collection.get('name'), slug);`,
    replace: `if (!window.confirm(t('editor.editor.onPublishing'))) {
      return;
    }
    let saved = slug;
    if (entryDraft.get('hasChanged') || !currentStatus) {
      await this.handlePersistEntry();
      saved = decodeURIComponent(window.location.hash.split('/entries/')[1] || slug);
    }
    await publishUnpublishedEntry(collection.get('name'), saved);`,
  },
  {
    file: `${CORE}components/Editor/Editor.js`,
    find: "} else if (slug && hasWorkflow && !currentStatus) {\n      loadEntry(collection, slug);",
    replace: "} else if (slug && hasWorkflow && !currentStatus) {\n      await loadEntry(collection, slug);",
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
