/* The search page. generator/make/search.py makes the index and tells how it is laid out; here it is asked.

   Parts of the index are scripts, added as elements when they are needed, so that all works from a folder
   as well as from a server. The tables only say which issues may hold a word; a hit is shown when the word
   was found in the issue's text itself. Runs in Chromium 78. */
(function () {
  'use strict';

  var ROOT = '../';
  var FIELDS = ['q', 'year', 'section', 'unit', 'kind'];
  var AT_ONCE = 8; // scripts under way; browsers load no more from one server anyway
  var ROWS_AT_ONCE = 500; // rows put into the page before it may draw and answer keys
  var PAUSE = 40; // milliseconds until more rows are put in, and ...
  var LONG_PAUSE = 400; // ... when the list is long, since each time the whole page is laid out
  var ASKED = 2; // times that a word is looked up in a block; a third hardly ever rules out more

  // --- Parts: scripts that call jianbao(address, value) -------------------------------------------

  var received = {};
  var parts = {};
  var waiting = [];
  var underWay = 0;

  window.jianbao = function (address, value) {
    received[address] = value;
  };

  // Parts of newer blocks come first, and of one block in the order in which they were asked for.
  function part(address, version, rank) {
    if (!parts[address]) {
      parts[address] = new Promise(function (done, failed) {
        waiting.push({ address: address, version: version, rank: rank, done: done, failed: failed });
      });
      loadNext();
    }
    return parts[address];
  }

  function loadNext() {
    while (underWay < AT_ONCE && waiting.length) {
      var first = 0;
      for (var i = 1; i < waiting.length; i++) {
        if (waiting[i].rank < waiting[first].rank) {
          first = i;
        }
      }
      load(waiting.splice(first, 1)[0]);
    }
  }

  function load(wanted) {
    var script = document.createElement('script');
    underWay += 1;
    brought(script, wanted.address).then(wanted.done, function (error) {
      delete parts[wanted.address];
      wanted.failed(error);
    }).then(function () {
      document.head.removeChild(script);
      underWay -= 1;
      loadNext();
    });
    script.src = ROOT + wanted.address + '?v=' + wanted.version;
    document.head.appendChild(script);
  }

  function brought(script, address) {
    return new Promise(function (done, failed) {
      script.onload = function () {
        var value = received[address];
        delete received[address];
        if (value === undefined) {
          failed(new Error(address));
        } else {
          done(value);
        }
      };
      script.onerror = failed;
    });
  }

  function forgetWaiting() {
    waiting.forEach(function (wanted) {
      delete parts[wanted.address];
    });
    waiting = [];
  }

  // --- Texts -------------------------------------------------------------------------------------

  var plain = {};
  var foldable;

  function learnFolding(from, to) {
    for (var i = 0; i < from.length; i++) {
      plain[from[i]] = to[i];
    }
    foldable = new RegExp('[' + from.replace(/[\]\\^-]/g, '\\$&') + ']', 'g');
  }

  // Code unit for code unit, so that places in the folded text are places in the text.
  function folded(text) {
    return text.replace(foldable, function (character) {
      return plain[character];
    });
  }

  var UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g; // copied with a text, but not in the index

  function words(query) {
    return folded(query.replace(UNSEEN, '')).split(/\s+/).filter(function (word, place, all) {
      return word && all.indexOf(word) === place;
    });
  }

  // --- Tables ------------------------------------------------------------------------------------

  var PAIR_SHARD_BITS = 12;
  var FOUR_SHARD_BITS = 9;
  var CODES = '';
  for (var code = 35; code < 127; code++) {
    CODES += code === 92 ? '' : String.fromCharCode(code);
  }

  function step(byte, factor) {
    var sum = (byte + factor) % 257;
    return (sum * sum * sum) % 257 & 255;
  }

  function hashed(unit, factor) {
    return step(unit & 255, factor) ^ (unit >> 8);
  }

  function runHash(word, at, factor) {
    var state = hashed(word.charCodeAt(at), factor);
    for (var place = 1; place < 4; place++) {
      state = step(state, factor) ^ hashed(word.charCodeAt(at + place), factor);
    }
    return state;
  }

  // What to ask a block for a word: in which table, in the slots whose last `fixed` bits are those of
  // `slot`, with which check (-1: any).
  function questions(word) {
    var last = word.length - 4;
    if (last >= 0) {
      return (last ? [0, last] : [0]).map(function (at) {
        return {
          table: 'fours', bits: FOUR_SHARD_BITS, fixed: 16,
          slot: runHash(word, at, 67) | (runHash(word, at, 139) << 8),
          check: runHash(word, at, 201) % 91
        };
      });
    }
    if (word.length === 1) {
      return [{ table: 'pairs', bits: PAIR_SHARD_BITS, fixed: 10, slot: word.charCodeAt(0) & 1023, check: -1 }];
    }
    return [0, 1].slice(0, word.length - 1).map(function (at) {
      var next = word.charCodeAt(at + 1);
      return {
        table: 'pairs', bits: PAIR_SHARD_BITS, fixed: 16,
        slot: (word.charCodeAt(at) & 1023) | ((hashed(next, 67) & 63) << 10),
        check: hashed(next, 139) % 91
      };
    });
  }

  // The issues of a block that a question leaves, as a list of yes and no.
  function ask(block, rank, question) {
    var slots = 1 << block.scale;
    var shards = 1 << Math.max(0, block.scale - question.bits);
    var slot = question.slot & (slots - 1);
    var apart = 1 << Math.min(question.fixed, block.scale);
    var address = 'search/' + question.table + '/' + block.key + '/' + (slot % shards) + '.js';
    return part(address, block.version, rank).then(function (shard) {
      var table = shard.split('!');
      var found = [];
      for (; slot < slots; slot += apart) {
        var marks = table[(slot - slot % shards) / shards];
        for (var i = 0; i < marks.length; i += 2) {
          if (question.check < 0 || CODES.indexOf(marks[i + 1]) === question.check) {
            found[CODES.indexOf(marks[i])] = true;
          }
        }
      }
      return found;
    });
  }

  // The places of a block's issues that may hold all words, newest first.
  function candidates(block, rank, wanted) {
    var left = block.issues.map(function (_, place) {
      return place;
    }).reverse();
    var asked = [];
    wanted.forEach(function (word) {
      asked = asked.concat(questions(word).slice(0, ASKED));
    });
    return asked.reduce(function (before, question) {
      return before.then(function () {
        return left.length ? ask(block, rank, question) : [];
      }).then(function (found) {
        left = left.filter(function (place) {
          return found[place];
        });
      });
    }, Promise.resolve()).then(function () {
      return left;
    });
  }

  // --- A search ----------------------------------------------------------------------------------

  var blocks;
  var run = 0;

  function search(wanted) {
    var mine = (run += 1);
    var missing = 0;
    var searched = [];
    forgetWaiting();
    list.begin(wanted);
    if (!FIELDS.some(function (name) { return wanted[name]; })) {
      list.end(0);
      return;
    }

    function lost() {
      missing += 1;
    }

    function inIssue(block, rank, place) {
      var path = block.folder + '/' + block.issues[place];
      return part('search/text/' + path + '.js', block.version, rank).then(function (issue) {
        if (mine === run) {
          list.add(hitsOf(issue, path, [rank, -place], searched, wanted));
        }
      }).catch(lost);
    }

    function inBlock(block, rank) {
      if (!concerns(block, wanted)) {
        return null;
      }
      return candidates(block, rank, searched).then(function (places) {
        return mine === run ? Promise.all(places.map(function (place) {
          return inIssue(block, rank, place);
        })) : null;
      }).catch(lost);
    }

    catalogue.then(function () {
      searched = words(wanted.q);
      list.marks(searched);
      return Promise.all(blocks.map(inBlock));
    }).catch(lost).then(function () {
      if (mine === run) {
        list.end(missing);
      }
    });
  }

  // The page itself has the element, after this script: it is on its way before anything is asked.
  var catalogue = brought(document.getElementById('catalogue'), 'search/catalogue.js').then(function (value) {
    learnFolding(value[0][0], value[0][1]);
    blocks = value[1].map(function (block) {
      return {
        key: block[0], folder: block[1], year: block[2], scale: block[3], version: block[4], issues: block[5]
      };
    });
  });

  // While the reader still types: a long word is looked up in the tables (one small part for each block), so
  // that after Enter only texts are to be loaded. What an input method has not put in yet is no word.
  function lookAhead(event) {
    if (event.isComposing) {
      return;
    }
    catalogue.then(function () {
      var wanted = asked();
      var long = words(wanted.q).filter(function (word) {
        return word.length >= 4;
      });
      return Promise.all(blocks.map(function (block, rank) {
        return long.length && concerns(block, wanted) ? candidates(block, rank, long) : null;
      }));
    }).catch(function () {}); // what is missing is told of when it is searched for
  }

  function concerns(block, wanted) {
    return !wanted.year || wanted.year === String(block.year);
  }

  function hitsOf(issue, path, order, searched, wanted) {
    if (wanted.kind && wanted.kind !== issue[2]) {
      return [];
    }
    return issue[3].map(function (entry, place) {
      var hit = {
        path: path, date: issue[0], issue: issue[1], order: order, place: place, number: entry[0],
        title: entry[1], section: entry[2], credit: entry[4], note: entry[5], text: entry[6]
      };
      if (wanted.section && wanted.section !== hit.section) {
        return null;
      }
      if (wanted.unit && entry[3].split(' ').indexOf(wanted.unit) < 0) {
        return null;
      }
      return judged(hit, searched);
    }).filter(Boolean);
  }

  // Null, or the hit with its rank: 0 if all words stand in the title.
  function judged(hit, searched) {
    var title = folded(hit.title);
    var all = [title, folded(hit.credit), folded(hit.note), folded(hit.text)].join('\n');
    function stands(word) {
      return all.indexOf(word) >= 0;
    }
    if (!searched.every(stands)) {
      return null;
    }
    hit.rank = searched.every(function (word) {
      return title.indexOf(word) >= 0;
    }) ? 0 : 1;
    return hit;
  }

  function compare(one, other) {
    return one.rank - other.rank ||
      (one.date < other.date ? 1 : one.date > other.date ? -1 : 0) ||
      one.order[0] - other.order[0] || one.order[1] - other.order[1] || one.place - other.place;
  }

  // --- What is shown of a hit --------------------------------------------------------------------

  var LONGEST = 150; // characters shown of a sentence
  var BEFORE = 60; // of them before the word, where the sentence is longer
  var END = /[。！？；\n]/;

  // The sentences in which the words stand first, each once; without one, how the text begins.
  function sentences(text, searched) {
    var lower = folded(text);
    var spans = [];
    searched.forEach(function (word) {
      var at = lower.indexOf(word);
      var shown = spans.some(function (span) {
        return span[0] <= at && at + word.length <= span[1];
      });
      if (at >= 0 && !shown) {
        spans.push(sentence(text, at, at + word.length));
      }
    });
    if (!spans.length && text) {
      spans.push(sentence(text, 0, 1));
    }
    return spans.sort(function (one, other) {
      return one[0] - other[0];
    }).map(function (span) {
      return span[2] + text.slice(span[0], span[1]).replace(/\n/g, ' ') + span[3];
    }).join('……');
  }

  function sentence(text, from, to) {
    var start = from;
    var end = to;
    while (start > 0 && !END.test(text[start - 1])) {
      start -= 1;
    }
    while (end < text.length && !END.test(text[end - 1])) {
      end += 1;
    }
    if (end - start <= LONGEST) {
      return [start, end, '', ''];
    }
    var first = Math.max(start, from - BEFORE);
    var last = Math.min(end, Math.max(to, first + LONGEST));
    return [first, last, first > start ? '……' : '', last < end ? '……' : ''];
  }

  // Appends a text to an element, the words in it marked.
  function marked(element, text, searched) {
    var lower = folded(text);
    var at = 0;
    while (at < text.length) {
      var from = text.length;
      var to = from;
      for (var i = 0; i < searched.length; i++) {
        var found = lower.indexOf(searched[i], at);
        if (found >= 0 && (found < from || (found === from && found + searched[i].length > to))) {
          from = found;
          to = found + searched[i].length;
        }
      }
      element.appendChild(document.createTextNode(text.slice(at, from)));
      if (from < to) {
        element.appendChild(made('mark', '', text.slice(from, to)));
      }
      at = to;
    }
    return element;
  }

  function made(name, kind, text) {
    var element = document.createElement(name);
    if (kind) {
      element.className = kind;
    }
    if (text) {
      element.textContent = text;
    }
    return element;
  }

  function row(hit, searched) {
    var line = made('li');
    var link = made('a', hit.number ? 'hit title' : 'whole title');
    link.href = ROOT + hit.path + '/' + (hit.number || 'index') + '.html';
    line.appendChild(marked(link, hit.title || hit.issue + '按语', searched));
    line.appendChild(document.createTextNode(' '));
    line.appendChild(about(hit, searched));
    if (hit.note && (!hit.text || inNote(hit, searched))) {
      line.appendChild(marked(made('p', 'found', '按语：'), sentences(hit.note, searched), searched));
    }
    if (hit.text) {
      line.appendChild(marked(made('p', 'found'), sentences(hit.text, searched), searched));
    }
    return line;
  }

  function about(hit, searched) {
    var element = made('span', 'about');
    var day = hit.date.split('-').map(Number);
    if (hit.credit) {
      element.appendChild(marked(made('span', 'by'), hit.credit, searched));
      element.appendChild(document.createTextNode(' '));
    }
    var rest = [nameOf('section', hit.section), hit.issue, day[1] + '月' + day[2] + '日'];
    rest.filter(Boolean).forEach(function (text) {
      element.appendChild(made('span', '', text));
      element.appendChild(document.createTextNode(' '));
    });
    return element;
  }

  function inNote(hit, searched) {
    var note = folded(hit.note);
    return searched.some(function (word) {
      return note.indexOf(word) >= 0;
    });
  }

  // --- The list ----------------------------------------------------------------------------------

  var form = document.getElementById('search');
  var status = document.getElementById('count');

  var list = (function () {
    var SAID_EVERY = 1000; // milliseconds: a screen reader should not be told of every hit
    var results = document.getElementById('results');
    var rows, pending, timer, over, missing, searched, wanted, said;

    function begin(given) {
      clearTimeout(timer);
      rows = [];
      pending = [];
      timer = 0;
      over = false;
      missing = 0;
      searched = [];
      wanted = given;
      said = 0;
      results.textContent = '';
      results.setAttribute('aria-busy', 'true');
      say('正在查找……');
    }

    function marks(given) {
      searched = given;
    }

    function add(hits) {
      pending.push.apply(pending, hits);
      if (!rows.length) {
        show();
      } else if (pending.length && !timer) {
        timer = setTimeout(show, rows.length < ROWS_AT_ONCE ? PAUSE : LONG_PAUSE);
      }
    }

    function end(lost) {
      over = true;
      missing = lost;
      clearTimeout(timer);
      show();
    }

    function show() {
      timer = 0;
      pending.splice(0, ROWS_AT_ONCE).forEach(insert);
      if (pending.length) {
        timer = setTimeout(show);
      } else if (over) {
        results.setAttribute('aria-busy', 'false');
        say(summary());
        return;
      }
      if (rows.length && Date.now() - said > SAID_EVERY) {
        said = Date.now();
        say('正在查找……已找到' + rows.length + '篇');
      }
    }

    function insert(hit) {
      var place = 0;
      var end = rows.length;
      while (place < end) {
        var middle = (place + end) >> 1;
        if (compare(hit, rows[middle].hit) < 0) {
          end = middle;
        } else {
          place = middle + 1;
        }
      }
      var line = row(hit, searched);
      results.insertBefore(line, place < rows.length ? rows[place].line : null);
      rows.splice(place, 0, { hit: hit, line: line });
    }

    function summary() {
      var items = rows.filter(function (each) {
        return each.hit.number;
      }).length;
      var issues = rows.length - items;
      var text = '';
      if (items) {
        text = '找到' + items + '篇' + (issues ? '，另有' + issues + '期的题名或按语' : '') + '。';
      } else if (issues) {
        text = '找到' + issues + '期的题名或按语。';
      } else if (FIELDS.some(function (name) { return wanted[name]; })) {
        text = '没有找到。' + (filtered() ? '可以去掉筛选再找。' : '可以换个说法，或者少写几个字。');
      }
      return text + (missing ? '有' + missing + '部分没有读到，结果可能不全，请刷新页面再试。' : '');
    }

    function filtered() {
      return FIELDS.slice(1).some(function (name) {
        return wanted[name];
      });
    }

    function say(text) {
      status.textContent = text;
    }

    return { begin: begin, marks: marks, add: add, end: end };
  })();

  // --- The form and the address --------------------------------------------------------------------

  function nameOf(field, value) {
    var options = form.elements[field].options;
    for (var i = 1; i < options.length; i++) {
      if (options[i].value === value) {
        return options[i].text;
      }
    }
    return '';
  }

  // Puts a value into a field. A choice may be named by its text too; an unknown one is shown as it is.
  function fill(field, value) {
    var input = form.elements[field];
    if (input.options && value) {
      var known = Array.prototype.filter.call(input.options, function (option) {
        return option.value === value || option.text === value;
      })[0];
      value = known ? known.value : input.appendChild(new Option(value, value)).value;
    }
    input.value = value;
  }

  function asked() {
    var wanted = {};
    FIELDS.forEach(function (field) {
      wanted[field] = form.elements[field].value.trim();
    });
    return wanted;
  }

  function fromAddress() {
    var given = new URLSearchParams(location.search);
    FIELDS.forEach(function (field) {
      fill(field, given.get(field) || '');
    });
    start();
  }

  function toAddress(wanted) {
    var given = new URLSearchParams();
    FIELDS.forEach(function (field) {
      if (wanted[field]) {
        given.append(field, wanted[field]);
      }
    });
    var query = given.toString();
    var address = location.pathname + (query ? '?' + query : '');
    if (address !== location.pathname + location.search) {
      history.pushState(null, '', address);
    }
  }

  function start() {
    var wanted = asked();
    document.title = (wanted.q ? wanted.q + ' - ' : '') + '搜索 - ' + form.getAttribute('data-site');
    search(wanted);
  }

  function submitted(event) {
    event.preventDefault();
    toAddress(asked());
    start();
  }

  form.addEventListener('submit', submitted);
  form.elements.q.addEventListener('input', lookAhead);
  form.elements.q.addEventListener('compositionend', lookAhead);
  FIELDS.slice(1).forEach(function (field) {
    form.elements[field].addEventListener('change', submitted);
  });
  window.addEventListener('popstate', fromAddress);
  fromAddress();
  if (!form.elements.q.value) {
    form.elements.q.focus();
  }
})();
