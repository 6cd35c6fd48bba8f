/* Text size, printing and copying. A page is complete without this file: what needs it is hidden
   until the class "js" is set, which happens before the body is drawn, so that nothing moves. */
(function () {
  'use strict';

  var KEY = 'jianbao-size';
  var SIZES = ['small', 'medium', 'large'];
  var root = document.documentElement;

  // From a disc, or with site data blocked, the store is missing or throws.
  function recall() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null;
    }
  }

  function keep(size) {
    try {
      window.localStorage.setItem(KEY, size);
    } catch (error) {
      return;
    }
  }

  function apply(size) {
    var known = SIZES.indexOf(size) < 0 ? 'medium' : size;
    root.className = 'js size-' + known;
    each('[data-size]', function (button) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-size') === known));
    });
  }

  function each(selector, visit) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), visit);
  }

  function onClick(selector, act) {
    each(selector, function (button) {
      button.addEventListener('click', function () {
        act(button);
      });
    });
  }

  // navigator.clipboard needs https, which an intranet rarely has: a selection can be copied anywhere,
  // and stays selected for Ctrl+C where even that is forbidden.
  function copy(button) {
    var selection = window.getSelection();
    var range = document.createRange();
    range.selectNodeContents(document.getElementById(button.getAttribute('data-copy')));
    selection.removeAllRanges();
    selection.addRange(range);
    var done = false;
    try {
      done = document.execCommand('copy');
    } catch (error) {
      done = false;
    }
    button.textContent = done ? '已复制' : '请按 Ctrl+C';
    document.getElementById('copied').textContent = button.textContent; // read out; a button's text is not
  }

  apply(recall());
  document.addEventListener('DOMContentLoaded', function () {
    apply(recall());
    onClick('[data-size]', function (button) {
      var size = button.getAttribute('data-size');
      keep(size);
      apply(size);
    });
    onClick('[data-print]', function () {
      window.print();
    });
    onClick('[data-copy]', copy);
  });
})();
