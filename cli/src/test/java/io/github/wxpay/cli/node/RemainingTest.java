package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be converted is named with its line, and the rest compiles. */
class RemainingTest {
  /** Statements of one line each, none of which has a counterpart. */
  private static final List<String> WITHOUT_COUNTERPART =
      List.of(
          "function* numbers() { yield 1; }",
          "const cleaned = text.replace(/[^0-9]/g, '');",
          "const app = require('express')();",
          "app.post('/notify', async (req, res) => { res.json({}); });",
          "class Shop extends Base { constructor() { super(); } }",
          "eval('1 + 1');",
          "const later = new Promise((resolve) => setTimeout(resolve, 10));",
          "setTimeout(() => console.log(1), 10);",
          "label: for (;;) { break label; }",
          "const it = this.value;",
          "const type = typeof mchid;",
          "delete order.mchid;",
          "const { mchid, ...rest } = order;",
          "const tagged = sql`select ${mchid}`;",
          "const big = 12345678901234567890n;",
          "const bits = 1 << 3;",
          "const module_ = await import('./x.mjs');",
          "const signer = new Transformer(mchid, secret);",
          "wxpay.v3.test.x.post({}, { transformResponse: [(data) => data] });",
          "wxpay.v3.test.x.get({ httpsAgent: agent });",
          "wxpay.v3.test.x.get({ data: { a: 1 } });",
          "wxpay.v3.test.x.get({ unknown: 1 });",
          "unknownHelper(mchid);",
          "const sum = first + second;",
          "const s = Symbol('x');",
          "const closed = Buffer.concat([a, b]);",
          "const padding = Aes.pkcs7.padding('x');",
          "wxpay.client.v3.interceptors.request.use((c) => c);",
          "const p = Promise.race([wxpay.v3.a.get(), wxpay.v3.b.get()]);",
          "console.log('%s', mchid);",
          "for (const k in null) { yield k; }",
          "const broken = { a: 1;",
          "x = = 2;");

  @TempDir Path folder;

  @Test
  void namesEachWithItsLineAndCompilesTheRest() throws Exception {
    Map<String, String> java = new LinkedHashMap<>();
    for (String statement : WITHOUT_COUNTERPART) {
      String source = "const before = 'b';\n\n" + statement + "\nconsole.log(before);\n";
      Conversion conversion = new Node2Java(false).file("p" + java.size() + ".js", source);
      List<Remaining> remaining = conversion.remaining();
      assertThat(remaining).as(statement).hasSize(1);
      assertThat(remaining.get(0).line()).as(statement).isBetween(3, 4);
      assertThat(remaining.get(0).reason()).as(statement).isNotEmpty();
      assertThat(conversion.isComplete()).as(statement).isFalse();
      assertThat(conversion.java())
          .contains("// TODO node2java line 3: ", "System.out.println(before);");
      java.put(conversion.className(), conversion.java());
    }
    try (Programs programs = new Programs(folder, java)) {
      assertThat(programs.names("P0")).isEmpty();
    }
  }

  @Test
  void convertsTheRestOfAFunction() throws Exception {
    String source =
        "async function f(no) {\n"
            + "  const a = /x/.test(no);\n"
            + "  if (no) {\n"
            + "    return eval(no);\n"
            + "  }\n"
            + "  await wxpay.v3.test.a.post({ no });\n"
            + "  return a;\n"
            + "}\n"
            + "await f('1');\n";
    Conversion conversion = new Node2Java(false).file("f.js", source);
    assertThat(conversion.remaining()).extracting(Remaining::line).containsExactly(2, 4);
    assertThat(conversion.java()).contains("chain(\"test/a\").post(");
    new Programs(folder, Map.of("F", conversion.java())).close();
  }

  @Test
  void keepsTextsThatWouldBreakTheSource() throws Exception {
    String source =
        "// a \\u0022 comment \\uZZ\n"
            + "const a = 'quote \" \\\\u0041 \\u2028 \\ud800 \\x00';\n"
            + "const b = a.replace(/\\u0022*\\//g, '');\n"
            + "console.log(a, b);\n";
    Conversion conversion = new Node2Java(false).file("break.js", source);
    assertThat(conversion.remaining()).extracting(Remaining::line).containsExactly(3);
    new Programs(folder, Map.of("Break", conversion.java())).close();
  }
}
