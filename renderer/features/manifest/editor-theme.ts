/** How text looks in an editor: only tokens, so that dark and light need nothing of their own. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--bg-0)', color: 'var(--fg-1)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-sm)',
    lineHeight: 'var(--line)',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { caretColor: 'var(--fg-0)', padding: 'var(--s2) 0' },
  '.cm-line': { padding: '0 var(--s3) 0 var(--s2)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg-0)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-0)', color: 'var(--fg-3)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--bg-3) 45%, transparent)' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--fg-0)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--term-selection)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--bg-3)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--warn)', color: 'var(--bg-0)' },
  '.cm-directive, .cm-directive *': { color: 'var(--syntax-directive)' },
  '.cm-value': { marginLeft: 'var(--s5)', color: 'var(--fg-3)', pointerEvents: 'none' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--bg-3)', border: '0', color: 'var(--fg-2)', padding: '0 6px' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad)', backgroundImage: 'none' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn)', backgroundImage: 'none' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0', display: 'grid', placeItems: 'center' },
  '.cm-lint-marker': { width: '7px', height: '7px', borderRadius: '50%', content: '""' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--bad)' },
  '.cm-lint-marker-warning': { backgroundColor: 'var(--warn)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--bg-2)',
    color: 'var(--fg-1)',
    border: '1px solid var(--line-2)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
    maxWidth: '560px',
  },
  '.cm-diagnostic': { padding: 'var(--s2) var(--s3)', border: '0', fontFamily: 'var(--font-ui)' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: 'var(--text-sm)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--fg-0)',
  },
  '.cm-completionDetail': { color: 'var(--fg-2)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '0', maxWidth: '380px', marginLeft: '4px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', display: 'flex', alignItems: 'baseline' },
  '.cm-completionDetail.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '16px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
  '.cm-facts': {
    padding: 'var(--s2) var(--s3)',
    display: 'grid',
    gap: '4px',
    maxWidth: '440px',
    maxHeight: '320px',
    overflow: 'auto',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--text-sm)',
    lineHeight: '18px',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
  '.cm-facts p': { margin: '0', color: 'var(--fg-1)' },
  '.cm-facts .cm-fact-title': { color: 'var(--fg-0)', fontWeight: '600' },
  '.cm-changes': { width: '3px', padding: '0' },
  '.cm-changes .cm-gutterElement': { width: '3px', padding: '0' },
  '.cm-change-added': { backgroundColor: 'var(--ok)' },
  '.cm-change-changed': { backgroundColor: 'var(--run)' },
  '.cm-change-removed': { boxShadow: 'inset 0 2px var(--bad)' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 2px', cursor: 'pointer' },
  '.cm-fold-mark': { display: 'inline-block', width: '10px', textAlign: 'center', opacity: '0' },
  '.cm-fold-mark::before': { content: '"⌄"' },
  '.cm-fold-mark[data-open="false"]': { opacity: '1' },
  '.cm-fold-mark[data-open="false"]::before': { content: '"›"' },
  '.cm-gutters:hover .cm-fold-mark': { opacity: '1' },
  '.cm-panels': { backgroundColor: 'var(--bg-1)', color: 'var(--fg-1)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line-1)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--syntax-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syntax-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--syntax-number)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--syntax-comment)' },
  { tag: [tags.keyword, tags.meta, tags.typeName, tags.labelName], color: 'var(--syntax-directive)' },
  { tag: [tags.variableName, tags.function(tags.variableName)], color: 'var(--fg-0)' },
  { tag: [tags.operator, tags.operatorKeyword, tags.controlKeyword], color: 'var(--syntax-directive)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--fg-2)' },
]);

/** The editor's own words, written as the window writes its. */
const phrases = EditorState.phrases.of({
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
});

/** The window's own look for every editor. */
export const editorTheme = [look, syntaxHighlighting(colours), phrases];
