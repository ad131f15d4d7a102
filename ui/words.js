// 框架自己的英文说成中文（读屏软件念的名称在内），没有名称的控件补上名称；键盘焦点所在的控件没有了，焦点回到页首的标题。
// 只认框架画出的地方（选择符）和整句相同的话：案件里的字句不动。
(() => {
  if (window.zlWords) return;
  window.zlWords = true;
  document.documentElement.lang = "zh-CN"; // 框架写的是英文：读屏软件会用英文的语音念

  const FILE = "[data-testid=stFileUploader]";
  const LIST = "[role=listbox]";
  const FIELD = "[data-testid=stTextInput], [data-testid=stNumberInput]";
  const GRID = "[data-testid=stDataFrame]";
  const LIVE = "[aria-live], [data-live-announcer], [id^=react-aria-description]";
  const MENU = "[data-testid=stDataFrameColumnMenu], [data-testid=stDataFrameColumnFormattingMenu]";
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];

  // 在哪里，框架怎样说，改说什么
  const TEXTS = [
    ["[data-testid=stSkipToContent]", /^Skip to main content$/, "跳到正文"],
    [FILE, /^Upload$/, "选择文件"],
    [FILE, /^([\d.]+) ?(KB|MB|GB) per file$/, "每个文件不超过 $1 $2"],
    [FILE, /^Drag and drop (?:a file|files) here$/, "把文件拖到这里"],
    [FILE, /^Error:$/, "没有收下："],
    [FILE, /^(?:Error: )?File must be ([\d.]+) ?(KB|MB|GB) or smaller\.$/, "文件超过了 $1 $2"],
    [FILE, /^(?:Error: )?\S+ files are not allowed\.$/, "这里不收这种文件"],
    [FILE, /^(?:Error: )?Only one file is allowed\.$/, "只收一个文件"],
    [LIST, /^No results$/, "没有匹配的，换个写法"],
    [LIST, /^You can only select up to (\d+) options?\. Remove an option first\.$/, "最多选 $1 项，先去掉一项"],
    [LIVE, /^(\d+) options? available\.$/, "有 $1 项"],
    [LIVE, /^Selected Date: (\w+) (\d+), (\d+)$/,
      (_, month, day, year) => `所选日期：${year}年${MONTHS.indexOf(month) + 1}月${day}日`],
    ["[data-testid=stDateInputCalendar]", /^Use arrow keys to navigate dates\. Enter to select\. Escape to close\.$/,
      "方向键换日期，回车选定，Esc 关闭"],
    ["[data-testid=stDateInputCalendar]", /^Choose date, (.+)$/, "选日期，$1"],
    ["[data-testid=stDateInputFieldsScroller]", /^yyyy$/, "年"],
    ["[data-testid=stDateInputFieldsScroller]", /^mm$/, "月"],
    ["[data-testid=stDateInputFieldsScroller]", /^dd$/, "日"],
    [FIELD, /^Error:$/, "有错："],
    [FIELD, /^(?:Error: )?Number is outside the allowed range\. Please enter a value between (\S+) and (\S+)\.$/,
      "请填 $1 至 $2 之间的数"],
    [FIELD, /^(?:Error: )?Number is (?:above|below) the allowed range\. Please enter a value (less|greater) than or equal to (\S+)\.$/,
      (_, which, limit) => `请填不${which === "less" ? "大" : "小"}于 ${limit} 的数`],
    [MENU, /^Sort ascending$/, "从小到大"],
    [MENU, /^Sort descending$/, "从大到小"],
    [MENU, /^Autosize$/, "列宽适合内容"],
    [MENU, /^Pin column$/, "固定这一列"],
    [MENU, /^Unpin column$/, "不再固定"],
    [MENU, /^Hide column$/, "隐藏这一列"],
    [MENU, /^Format$/, "格式"],
    ["#portal", /^(\d+) results? available(?: for search term .*)?\.$/, "有 $1 项"],
    ["#portal", /^Use Up and Down to choose options.*$/, "上下键选择，回车选定，Esc 退出，Tab 选定并离开"],
    [`${GRID} canvas td`, /^false$/, "否"],
    [`${GRID} canvas td`, /^true$/, "是"],
  ];
  const NAMES = [
    [/^App pages$/, "各页"],
    [/^Link to heading$/, "本标题的链接"],
    [/^Help for (.+)$/, "说明：$1"],
    [/^year, (.+)$/, "年，$1"],
    [/^month, (.+)$/, "月，$1"],
    [/^day, (.+)$/, "日，$1"],
    [/^Choose date$/, "选日期"],
    [/^Choose date, (.+)$/, "选日期，$1"],
    [/^Clear date$/, "清除日期"],
    [/^Previous month$/, "上个月"],
    [/^Next month$/, "下个月"],
    [/^Open$/, "展开"],
    [/^Dismiss$/, "关闭"],
    [/^Close$/, "关闭"],
    [/^Selected values$/, "已选的"],
    [/^Remove (.+)$/, "去掉 $1"],
    [/^Clear (?:all|value)$/, "全部清除"],
    [/^(?:Multiselect|Selectbox) options$/, "可选的"],
    [/^Choose an option$/, "选择"],
    [/^Increment$/, "加"],
    [/^Decrement$/, "减"],
    [/^Copy to clipboard$/, "复制"],
    [/^Copied$/, "已复制"],
    [/^Copy column name$/, "复制列名"],
    [/^Dataframe column menu$/, "列的菜单"],
    [/^file upload$/, "选择文件"],
    [/^Add row$/, "加一行"],
    [/^Delete row\(s\)$/, "删除所选的行"],
    [/^Show\/hide columns$/, "显示、隐藏列"],
    [/^Download as CSV$/, "下载 CSV"],
    [/^Search$/, "查找"],
    [/^Type to search$/, "打字查找"],
    [/^Fullscreen$/, "全屏"],
    [/^Fullscreen: (.+)$/, "全屏：$1"],
    [/^Close fullscreen$/, "退出全屏"],
    [/^Show password text$/, "显示密码"],
    [/^Hide password text$/, "隐藏密码"],
  ];
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];
  const LATIN = /[A-Za-z]/;

  const sayText = (node) => {
    const words = node.nodeValue.trim();
    if (!LATIN.test(words) || !node.parentElement) return;
    for (const [where, said, instead] of TEXTS) {
      if (said.test(words) && node.parentElement.closest(where)) {
        node.nodeValue = words.replace(said, instead);
        return;
      }
    }
  };

  // 一样的不再写一遍：写一遍就是一次变动，又会来到这里
  const name = (element, attribute, words) => {
    if (element.getAttribute(attribute) !== words) element.setAttribute(attribute, words);
  };

  const sayNames = (element) => {
    for (const attribute of ATTRIBUTES) {
      const words = element.getAttribute(attribute);
      if (!words || !LATIN.test(words)) continue;
      const found = NAMES.find(([said]) => said.test(words));
      if (found) name(element, attribute, words.replace(...found));
    }
  };

  // 没有名称的控件：选文件的按钮用它的标签，表格用它的标题；能滚动的文字要能用键盘滚动
  const lend = (element) => {
    if (element.matches(`${FILE} section button:not([data-testid=stFileChip] *)`)) {
      const label = element.closest("section").getAttribute("aria-label");
      if (label) name(element, "aria-label", `选择文件：${label}`);
    } else if (element.matches(`${GRID} canvas`) && !element.hasAttribute("aria-label")) {
      const heads = [...document.querySelectorAll("[data-testid=stMain] h2, [data-testid=stMain] h3")];
      const head = heads.filter((each) => each.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
      if (head) name(element, "aria-label", `${head.innerText.trim()}，表格，方向键移动`);
    } else if (element.matches("[data-testid=stCode] pre")) {
      element.tabIndex = 0;
    } else if (element.matches("[data-testid=stDataFrameColumnMenu] [title=text]")) {
      element.removeAttribute("title");
    }
  };

  const say = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return sayText(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.matches("script, style")) return;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) sayText(texts.currentNode);
    for (const element of [root, ...root.querySelectorAll("[aria-label], [placeholder], [title]")]) sayNames(element);
    for (const element of [root, ...root.querySelectorAll("section button, canvas, pre, [title]")]) lend(element);
  };

  let held = null;
  document.addEventListener("focusin", (event) => { held = event.target; });
  const lead = () => {
    if (!held || held.isConnected || document.activeElement !== document.body) return;
    held = null;
    const head = document.querySelector("[data-testid=stMain] h1");
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  };

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(say);
      else if (type === "characterData") sayText(target);
      else { sayNames(target); lend(target); }
    }
    if (held && !held.isConnected) setTimeout(lead, 100);
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  say(document.body);
})();
