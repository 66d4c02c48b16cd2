package io.github.wxpay;

import static io.github.wxpay.testing.Fixtures.PLATFORM_SERIAL;
import static io.github.wxpay.testing.Fixtures.PUBLIC_KEY_ID;
import static io.github.wxpay.testing.Fixtures.SERIAL;
import static io.github.wxpay.testing.Fixtures.path;
import static io.github.wxpay.testing.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be got wrong, and what one is told: what is wrong, the value, the way out.
 * Nothing of it ever leaves the machine.
 */
class BadInputTest {
  private static final Class<? extends Throwable> ARGUMENT = IllegalArgumentException.class;
  private static final Class<? extends Throwable> STATE = IllegalStateException.class;
  private static final Class<? extends Throwable> NULL = NullPointerException.class;
  private static final Class<? extends Throwable> CRYPTO = CryptoException.class;
  private static final Class<? extends Throwable> MALFORMED = MalformedException.class;

  private static final String OPTIONS =
      "; options: [params, headers, baseURL, timeout, security, nonceless, meta*]."
          + " A query goes into `params`.";
  private static final String KNOWN =
      "Known: [mchid, serial, privateKey, passphrase, certs, secret, apiV3Key, baseURL,"
          + " timeout, headers, *]";
  private static final String REQUIRED =
      ". APIv3 needs mchid, serial, privateKey and a platformKey; APIv2 needs "
          + "mchid and secret; notifications alone need a platformKey and apiV3Key.";
  private static final String FORMS =
      "Give PEM text, base64, file://PATH, classpath:NAME, or private.pkcs8:// "
          + "private.pkcs1:// public.spki:// public.pkcs1:// with base64.";
  private static final String PKCS12 =
      "This is a PKCS#12 file (.p12), which holds a certificate and a key "
          + "under a password. Take the PEM files beside it: apiclient_key.pem, "
          + "apiclient_cert.pem.";
  private static final String PLATFORM_KEY =
      "platformKey 'PUB_KEY_ID_0119000001092024000000000000000001': ";
  private static final String VALUE =
      "The value of the placeholder {transaction_id} of "
          + "'v3/pay/transactions/id/{transaction_id}' is ";
  private static final String DAMAGED =
      "The key is damaged, or is no RSA key in the form that its label or " + "protocol says.";
  private static final String CUT_OFF =
      "The PEM text is cut off or damaged: no whole -----BEGIN \u2026----- to "
          + "-----END \u2026----- is in it. Load the file again.";
  private static final String ELSEWHERE =
      "The URL is not at https://api.mch.weixin.qq.com/, and requests are "
          + "signed for no other host. Give the path alone, or baseURL.";
  private static final String EMPTY_LINK =
      "An empty link was chained to 'v3'. For a value of your own chain a "
          + "placeholder {name} and give its value to the verb; for a final slash "
          + "write it: chain(\"applyment/\").";
  private static final String UNSENDABLE =
      "holds a line break, another control character or a letter outside ASCII.";

  @TempDir static Path folder;

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  private interface Bad<T> {
    void use(T thing) throws Exception;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void aWrongConfigurationIsRefused(
      String name, Class<? extends Throwable> type, String message, Bad<WxpayBuilder> wrong) {
    WxpayBuilder builder = Clients.builder().httpClient(http);

    Throwable thrown = catchThrowable(() -> wrong.use(builder));

    assertThat(thrown).as(name).isExactlyInstanceOf(type).hasMessageMatching(pattern(message));
    assertThat(http.sent()).isEmpty();
  }

  private static Stream<Arguments> configurations() {
    return Stream.of(
        // What is missing
        wrong(
            "nothing is given",
            STATE,
            "`mchid` is missing: the merchant's number" + REQUIRED,
            b -> Wxpay.builder().build()),
        wrong(
            "no serial",
            STATE,
            "`serial` is missing: the serial of the merchant's certificate (or "
                + "certificate)"
                + REQUIRED,
            b -> Wxpay.builder().mchid("1").build()),
        wrong(
            "no private key",
            STATE,
            "`privateKey` is missing: the merchant's private key" + REQUIRED,
            b -> Wxpay.builder().mchid("1").serial("AB").build()),
        wrong(
            "no platform key",
            STATE,
            "`platformKey` is missing: a key or certificate of the platform (or apiV3Key, to"
                + " have certificates downloaded)"
                + REQUIRED,
            b ->
                Wxpay.builder().mchid("1").serial("AB").privateKey(Fixtures.merchantKey()).build()),
        wrong(
            "half of APIv3 beside the secret of APIv2",
            STATE,
            "`privateKey` is missing: the merchant's private key" + REQUIRED,
            b -> Wxpay.builder().mchid("1").secret(Fixtures.SECRET).serial("AB").build()),
        // Identity
        wrong(
            "mchid with a quote",
            ARGUMENT,
            "`mchid` must be 1 to 64 letters, digits, _ or -; it is '190\"0'.",
            b -> b.mchid("190\"0")),
        wrong(
            "empty mchid",
            ARGUMENT,
            "`mchid` must be 1 to 64 letters, digits, _ or -; it is ''.",
            b -> b.mchid("")),
        wrong(
            "serial with a line break",
            ARGUMENT,
            "`serial` must be 1 to 64 letters, digits, _ or -; it is 'AB?CD'.",
            b -> b.serial("AB\nCD")),
        wrong(
            "serial that is a whole text",
            ARGUMENT,
            "`serial` must be 1 to 64 letters, digits, _ or -; it is '65 characters'.",
            b -> b.serial("A".repeat(65))),
        wrong(
            "platform key without an id",
            ARGUMENT,
            "`platformKey id` must be 1 to 64 letters, digits, _ or -; it is ''.",
            b -> b.platformKey("", path("platform_cert.pem"))),
        wrong(
            "serial and certificate contradict",
            STATE,
            "`serial` is ABCDEF, but the merchant's certificate has "
                + "3775B6A45ACD588826D15E583A95F5DD4C8E2A17.",
            b -> b.serial("ABCDEF").certificate(path("apiclient_cert.pem")).build()),
        wrong(
            "private key and certificate do not belong together",
            STATE,
            "The private key does not belong to the merchant's certificate "
                + "3775B6A45ACD588826D15E583A95F5DD4C8E2A17. Take apiclient_key.pem and "
                + "apiclient_cert.pem of one download.",
            b -> b.certificate(path("apiclient_cert.pem")).privateKey(Fixtures.otherKey()).build()),
        wrong(
            "certificate file holds a key",
            CRYPTO,
            "certificate: A certificate was expected, but the text holds a PRIVATE " + "KEY.",
            b -> b.certificate(path("apiclient_key.pem"))),
        wrong(
            "certificate file is PKCS#12",
            CRYPTO,
            "certificate: " + PKCS12,
            b -> b.certificate(path("apiclient_cert.p12"))),
        // The own key in the platform's place
        wrong(
            "own certificate as platform key",
            STATE,
            "The platform key '3775B6A45ACD588826D15E583A95F5DD4C8E2A17' is the "
                + "merchant's own. Take the platform's public key (PUB_KEY_ID_\u2026, "
                + "pub_key.pem) or its certificate instead.",
            b -> b.platformKey(SERIAL, path("apiclient_cert.pem")).build()),
        wrong(
            "own public key as platform key",
            STATE,
            "The platform key 'PUB_KEY_ID_0119000001092024000000000000000001' is the "
                + "merchant's own. Take the platform's public key (PUB_KEY_ID_\u2026, "
                + "pub_key.pem) or its certificate instead.",
            b -> b.platformKey(PUBLIC_KEY_ID, path("apiclient_pubkey.pem")).build()),
        wrong(
            "own serial as a public key's id",
            STATE,
            "The platform key '3775B6A45ACD588826D15E583A95F5DD4C8E2A17' is the "
                + "merchant's own. Take the platform's public key (PUB_KEY_ID_\u2026, "
                + "pub_key.pem) or its certificate instead.",
            b -> b.platformKey(SERIAL, path("platform_pubkey.pem")).build()),
        // Keys of the wrong kind
        wrong(
            "public key as private key",
            CRYPTO,
            "privateKey: A private key is needed, but the text holds a PUBLIC KEY, "
                + "which verifies and encrypts. The private key lies beside it: "
                + "apiclient_key.pem.",
            b -> b.privateKey(path("apiclient_pubkey.pem"))),
        wrong(
            "certificate as private key",
            CRYPTO,
            "privateKey: A private key is needed, but the text holds a CERTIFICATE, "
                + "which verifies and encrypts. The private key lies beside it: "
                + "apiclient_key.pem.",
            b -> b.privateKey(text("apiclient_cert.pem"))),
        wrong(
            "public protocol as private key",
            CRYPTO,
            "privateKey: A public key was given where the merchant's private key is "
                + "needed: only that one signs.",
            b -> b.privateKey("public.spki://AAAA")),
        wrong(
            "private key as platform key",
            CRYPTO,
            PLATFORM_KEY
                + "A private key was given where the platform's public key or certificate "
                + "belongs.",
            b -> b.platformKey(PUBLIC_KEY_ID, path("platform_key.pem"))),
        wrong(
            "private protocol as platform key",
            CRYPTO,
            PLATFORM_KEY
                + "A private key was given where the platform's public key or certificate "
                + "belongs.",
            b -> b.platformKey(PUBLIC_KEY_ID, "private.pkcs8://AAAA")),
        wrong(
            "EC private key",
            CRYPTO,
            "privateKey: An EC key of another curve than SM2's was given; WeChat Pay uses RSA, or SM2. Nothing"
                + " converts it: take the file of the merchant platform (apiclient_key.pem, pub_key.pem).",
            b -> b.privateKey(path("ec_key.pem"))),
        wrong(
            "EC private key object",
            CRYPTO,
            "privateKey: an RSA key is needed (or SM2's); this one is EC.",
            b -> b.privateKey(ecKey())),
        wrong(
            "EC key with its own label",
            CRYPTO,
            "privateKey: An EC key in its own form was given. WeChat Pay signs with RSA: use"
                + " the key of the merchant's RSA certificate (apiclient_key.pem). For SM2 convert it to PKCS#8:"
                + " openssl pkcs8 -topk8 -nocrypt -in ec.pem -out key.pem",
            b -> b.privateKey(armoured("EC PRIVATE KEY", "AAAA"))),
        wrong(
            "EC platform key",
            CRYPTO,
            PLATFORM_KEY
                + "An EC key of another curve than SM2's was given; WeChat Pay uses RSA, or SM2. Nothing"
                + " converts it: take the file of the merchant platform (apiclient_key.pem, pub_key.pem).",
            b -> b.platformKey(PUBLIC_KEY_ID, path("ec_pubkey.pem"))),
        wrong(
            "EC platform key object",
            CRYPTO,
            PLATFORM_KEY + "an RSA key is needed (or SM2's); this one is EC.",
            b -> b.platformKey(PUBLIC_KEY_ID, ecPublicKey())),
        wrong(
            "1024-bit private key",
            CRYPTO,
            "privateKey: the key has 1024 bits; WeChat Pay uses 2048, and less can " + "be broken.",
            b -> b.privateKey(Fixtures.weakKey().getPrivate())),
        wrong(
            "1024-bit private key as text",
            CRYPTO,
            "privateKey: the key has 1024 bits; WeChat Pay uses 2048, and less can " + "be broken.",
            b ->
                b.privateKey(
                    "private.pkcs8://" + base64(Fixtures.weakKey().getPrivate().getEncoded()))),
        wrong(
            "1024-bit platform key",
            CRYPTO,
            PLATFORM_KEY + "the key has 1024 bits; WeChat Pay uses 2048, and less can be broken.",
            b -> b.platformKey(PUBLIC_KEY_ID, Fixtures.weakKey().getPublic())),
        wrong(
            "PKCS#12 as private key",
            CRYPTO,
            "privateKey: " + PKCS12,
            b -> b.privateKey(path("apiclient_cert.p12"))),
        wrong(
            "PKCS#12 as platform key",
            CRYPTO,
            PLATFORM_KEY + PKCS12,
            b -> b.platformKey(PUBLIC_KEY_ID, path("apiclient_cert.p12"))),
        // Keys that cannot be read
        wrong(
            "encrypted key without its passphrase",
            CRYPTO,
            "privateKey: The private key is encrypted (ENCRYPTED PRIVATE KEY). Give "
                + "its passphrase too: privateKey(key, passphrase), or `passphrase` beside "
                + "`privateKey`. To store it without: openssl pkcs8 -in apiclient_key.pem -out"
                + " plain.pem",
            b -> b.privateKey(path("apiclient_key_encrypted.pem"))),
        wrong(
            "encrypted key with another passphrase",
            CRYPTO,
            "privateKey: The encrypted private key could not be opened: the "
                + "passphrase is wrong, or the key is damaged. Try: openssl pkcs8 -in "
                + "apiclient_key.pem -out plain.pem",
            b -> b.privateKey(path("apiclient_key_encrypted.pem"), "another")),
        wrong(
            "key encrypted by old OpenSSL",
            CRYPTO,
            "privateKey: The key is encrypted in the old OpenSSL way (Proc-Type: "
                + "4,ENCRYPTED). Convert it: openssl pkcs8 -topk8 -in old.pem -out new.pem",
            b -> b.privateKey(armoured("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nAAAA"))),
        wrong(
            "key cut off",
            CRYPTO,
            "privateKey: " + CUT_OFF,
            b -> b.privateKey(text("apiclient_key.pem").substring(0, 900))),
        wrong(
            "key with a foreign letter",
            CRYPTO,
            "privateKey: The PEM text is not base64: illegal base64 character 2a.",
            b -> b.privateKey(text("apiclient_key.pem").replaceFirst("\nMII", "\nM*I"))),
        wrong(
            "key with damaged DER",
            CRYPTO,
            "privateKey: " + DAMAGED,
            b -> b.privateKey(armoured("PRIVATE KEY", "MIIEvgIBADAN"))),
        wrong(
            "PKCS#1 with damaged DER",
            CRYPTO,
            "privateKey: " + DAMAGED,
            b -> b.privateKey(armoured("RSA PRIVATE KEY", "MIIEvgIBADAN"))),
        wrong(
            "platform key with damaged DER",
            CRYPTO,
            PLATFORM_KEY + DAMAGED,
            b -> b.platformKey(PUBLIC_KEY_ID, armoured("PUBLIC KEY", "MIIEvgIBADAN"))),
        wrong(
            "platform certificate with damaged DER",
            CRYPTO,
            PLATFORM_KEY + "The certificate is damaged: it is no X.509. Load it again.",
            b -> b.platformKey(PUBLIC_KEY_ID, armoured("CERTIFICATE", "MIIEvgIBADAN"))),
        wrong(
            "key without its armour",
            CRYPTO,
            "privateKey: A text of 1649 characters is no key that can be read. " + FORMS,
            b ->
                b.privateKey(
                    "*" + String.join("\n", Fixtures.lines("apiclient_key.pem")).substring(1))),
        wrong(
            "empty key text",
            CRYPTO,
            "privateKey: The key text is empty. " + FORMS,
            b -> b.privateKey("")),
        wrong(
            "key file that is not there",
            CRYPTO,
            "privateKey: The file '*/nowhere/apiclient_key.pem' cannot be read "
                + "(NoSuchFileException); is the path right?",
            b -> b.privateKey(Path.of("nowhere/apiclient_key.pem"))),
        wrong(
            "key file that is a folder",
            CRYPTO,
            "privateKey: The file '*' cannot be read (IOException); is the path " + "right?",
            b -> b.privateKey(folder)),
        wrong(
            "key text that names a missing file",
            CRYPTO,
            "privateKey: The key file '/nowhere/key.pem' cannot be read: " + "NoSuchFileException.",
            b -> b.privateKey("file:///nowhere/key.pem")),
        wrong(
            "key text that names a missing resource",
            CRYPTO,
            "privateKey: No resource 'nowhere.pem' is on the class path.",
            b -> b.privateKey("classpath:nowhere.pem")),
        wrong(
            "platform key file that is not there",
            CRYPTO,
            PLATFORM_KEY
                + "The file '*/nowhere/pub_key.pem' cannot be read (NoSuchFileException); is "
                + "the path right?",
            b -> b.platformKey(PUBLIC_KEY_ID, Path.of("nowhere/pub_key.pem"))),
        wrong(
            "certificate under another serial",
            CRYPTO,
            "platformKey 'ABCDEF': the certificate's serial does not match, it is "
                + "7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42. Answers name the certificate "
                + "by that; use it as the id.",
            b -> b.platformKey("ABCDEF", path("platform_cert.pem"))),
        wrong(
            "certificate under a public key's id",
            CRYPTO,
            PLATFORM_KEY
                + "the certificate's serial does not match, it is "
                + "7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42. Answers name the certificate "
                + "by that; use it as the id.",
            b -> b.platformKey(PUBLIC_KEY_ID, path("platform_cert.pem"))),
        // The other settings
        wrong(
            "APIv3 key of 31 bytes",
            ARGUMENT,
            "The APIv3 key must have 32 bytes; this one has 31. It is not the APIv2 " + "key.",
            b -> b.apiV3Key("a".repeat(31))),
        wrong(
            "APIv3 key of 32 characters, 34 bytes",
            ARGUMENT,
            "The APIv3 key must have 32 bytes; this one has 34. It is not the APIv2 " + "key.",
            b -> b.apiV3Key("a".repeat(31) + "\u5fae")),
        wrong(
            "base URL with a user",
            ARGUMENT,
            "The base URL 'https://<redacted>@api.mch.weixin.qq.com/' must have no "
                + "user, no query and no fragment.",
            b -> b.baseUrl("https://u:p@api.mch.weixin.qq.com/")),
        wrong(
            "base URL with a query",
            ARGUMENT,
            "The base URL 'https://api.mch.weixin.qq.com' must have no user, no "
                + "query and no fragment.",
            b -> b.baseUrl("https://api.mch.weixin.qq.com/?a=b")),
        wrong(
            "base URL with a fragment",
            ARGUMENT,
            "The base URL 'https://api.mch.weixin.qq.com' must have no user, no "
                + "query and no fragment.",
            b -> b.baseUrl("https://api.mch.weixin.qq.com/#a")),
        wrong(
            "base URL without a scheme",
            ARGUMENT,
            "The base URL 'api.mch.weixin.qq.com' must begin with https:// (or "
                + "http://) and name a host.",
            b -> b.baseUrl("api.mch.weixin.qq.com")),
        wrong(
            "base URL of another scheme",
            ARGUMENT,
            "The base URL 'ftp://api.mch.weixin.qq.com' must begin with https:// (or "
                + "http://) and name a host.",
            b -> b.baseUrl("ftp://api.mch.weixin.qq.com/")),
        wrong(
            "base URL without a host",
            ARGUMENT,
            "The base URL 'https://' must begin with https:// (or http://) and name " + "a host.",
            b -> b.baseUrl("https:///v3")),
        wrong(
            "base URL with a space in the host",
            ARGUMENT,
            "The base URL 'https://api mch' is no URL.",
            b -> b.baseUrl("https://api mch/")),
        wrong(
            "base URL with a lone %",
            ARGUMENT,
            "The base URL 'https://api.mch.weixin.qq.com' is no URL.",
            b -> b.baseUrl("https://api.mch.weixin.qq.com/%zz")),
        wrong(
            "empty base URL",
            ARGUMENT,
            "The base URL '' must begin with https:// (or http://) and name a host.",
            b -> b.baseUrl("")),
        wrong(
            "timeout of nothing",
            ARGUMENT,
            "The timeout must be 1 ms to 1 day; it is PT0S.",
            b -> b.timeout(Duration.ZERO)),
        wrong(
            "negative timeout",
            ARGUMENT,
            "The timeout must be 1 ms to 1 day; it is PT-0.001S.",
            b -> b.timeout(Duration.ofMillis(-1))),
        wrong(
            "timeout beyond counting",
            ARGUMENT,
            "The timeout must be 1 ms to 1 day; it is PT2562047788015215H30M7S.",
            b -> b.timeout(Duration.ofSeconds(Long.MAX_VALUE))),
        wrong(
            "client that follows redirects",
            ARGUMENT,
            "The HttpClient follows redirects, which would carry a signature "
                + "elsewhere; build it with followRedirects(NEVER).",
            b -> b.httpClient(FakeHttpClient.redirecting(Redirect.NORMAL))),
        wrong(
            "client that follows all redirects",
            ARGUMENT,
            "The HttpClient follows redirects, which would carry a signature "
                + "elsewhere; build it with followRedirects(NEVER).",
            b -> b.httpClient(FakeHttpClient.redirecting(Redirect.ALWAYS))),
        wrong(
            "header with a line break",
            ARGUMENT,
            "The value of the header 'X-A' " + UNSENDABLE,
            b -> b.header("X-A", "a\r\nX-B: b")),
        wrong(
            "header that the connection sets",
            ARGUMENT,
            "The header 'host' is set by the connection itself; leave it out.",
            b -> b.header("host", "example.com")),
        // null
        wrong("mchid null", NULL, "mchid == null", b -> b.mchid(null)),
        wrong("serial null", NULL, "serial == null", b -> b.serial(null)),
        wrong("certificate null", NULL, "certificate == null", b -> b.certificate(null)),
        wrong("privateKey null path", NULL, "privateKey == null", b -> b.privateKey((Path) null)),
        wrong("privateKey null text", NULL, "privateKey == null", b -> b.privateKey((String) null)),
        wrong(
            "privateKey null key",
            NULL,
            "privateKey == null",
            b -> b.privateKey((PrivateKey) null)),
        wrong("platformKey null id", NULL, "platformKey id == null", b -> b.platformKey(null, "x")),
        wrong(
            "platformKey null path",
            NULL,
            "platformKey == null",
            b -> b.platformKey("A", (Path) null)),
        wrong(
            "platformKey null text",
            NULL,
            "platformKey == null",
            b -> b.platformKey("A", (String) null)),
        wrong(
            "platformKey null key",
            NULL,
            "platformKey == null",
            b -> b.platformKey("A", (PublicKey) null)),
        wrong("apiV3Key null", NULL, "apiV3Key == null", b -> b.apiV3Key(null)),
        wrong("secret null", NULL, "secret == null", b -> b.secret(null)),
        wrong("baseUrl null", NULL, "baseUrl == null", b -> b.baseUrl(null)),
        wrong("timeout null", NULL, "timeout == null", b -> b.timeout(null)),
        wrong("hook null", NULL, "hook == null", b -> b.hook(null)),
        wrong("httpClient null", NULL, "httpClient == null", b -> b.httpClient(null)),
        wrong("clock null", NULL, "clock == null", b -> b.clock(null)),
        wrong("nonce null", NULL, "nonce == null", b -> b.nonce(null)),
        wrong("header name null", NULL, "name == null", b -> b.header(null, "a")),
        wrong(
            "header value null",
            ARGUMENT,
            "The header 'X-A' is null; leave it out, or give a text.",
            b -> b.header("X-A", null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dictionaries")
  void aWrongDictionaryIsRefused(
      String name,
      Class<? extends Throwable> type,
      String message,
      Bad<Map<String, Object>> wrong) {
    Map<String, Object> dictionary = dictionary();

    Throwable thrown = catchThrowable(() -> wrong.use(dictionary));

    assertThat(thrown).as(name).isExactlyInstanceOf(type).hasMessageMatching(pattern(message));
  }

  private static Stream<Arguments> dictionaries() {
    return Stream.of(
        entry("dictionary null", NULL, "dictionary == null", d -> Wxpay.of(null)),
        entry(
            "empty dictionary",
            ARGUMENT,
            "`mchid` is required: the merchant's number, as a text; it is missing.",
            d -> Wxpay.of(Map.of())),
        entry(
            "mchid missing",
            ARGUMENT,
            "`mchid` is required: the merchant's number, as a text; it is missing.",
            d -> Wxpay.of(without(d, "mchid"))),
        entry(
            "mchid is a number",
            ARGUMENT,
            "`mchid` is required: the merchant's number, as a text; it is of type Integer.",
            d -> Wxpay.of(with(d, "mchid", 1900000109))),
        entry(
            "mchid with a space",
            ARGUMENT,
            "`mchid` must be 1 to 64 letters, digits, _ or -; it is '19 00'.",
            d -> Wxpay.of(with(d, "mchid", "19 00"))),
        entry(
            "serial missing",
            ARGUMENT,
            "`serial` is required: the serial of the merchant's certificate, as a "
                + "text; it is missing.",
            d -> Wxpay.of(without(d, "serial"))),
        entry(
            "serial is a number",
            ARGUMENT,
            "`serial` is required: the serial of the merchant's certificate, as a "
                + "text; it is of type Long.",
            d -> Wxpay.of(with(d, "serial", 12L))),
        entry(
            "privateKey missing",
            ARGUMENT,
            "`privateKey` is required: the merchant's private key (PEM text, a path, "
                + "or a key); it is missing.",
            d -> Wxpay.of(without(d, "privateKey"))),
        entry(
            "privateKey is a number",
            ARGUMENT,
            "`privateKey` is required: the merchant's private key (PEM text, a path, "
                + "or a key); it is of type Integer.",
            d -> Wxpay.of(with(d, "privateKey", 1))),
        entry(
            "privateKey is a public key object",
            CRYPTO,
            "privateKey must be a private key, since only that one signs; it is of " + "type *.",
            d -> Wxpay.of(with(d, "privateKey", Fixtures.merchantPublicKey()))),
        entry(
            "privateKey names a missing file",
            CRYPTO,
            "privateKey: The file '*/nowhere/apiclient_key.pem' cannot be read "
                + "(NoSuchFileException); is the path right?",
            d -> Wxpay.of(with(d, "privateKey", "nowhere/apiclient_key.pem"))),
        entry(
            "privateKey is some text",
            CRYPTO,
            "privateKey: A text of 9 characters is no key that can be read. " + FORMS,
            d -> Wxpay.of(with(d, "privateKey", "some text"))),
        entry(
            "certs missing",
            ARGUMENT,
            "`certs` is required: the platform's keys or certificates by their ids; "
                + "it is missing.",
            d -> Wxpay.of(without(d, "certs"))),
        entry(
            "certs empty",
            ARGUMENT,
            "`certs` is required: the platform's keys or certificates by their ids; "
                + "it is empty.",
            d -> Wxpay.of(with(d, "certs", Map.of()))),
        entry(
            "certs is a list",
            ARGUMENT,
            "`certs` is required: the platform's keys or certificates by their ids; "
                + "it is of type java.util.ArrayList.",
            d -> Wxpay.of(with(d, "certs", new ArrayList<>()))),
        entry(
            "certs by numbers",
            ARGUMENT,
            "`certs` is required: a Map of texts to values; it is of type java.util.HashMap.",
            d -> Wxpay.of(with(d, "certs", new HashMap<>(Map.of(1, "a"))))),
        entry(
            "certs of something else",
            CRYPTO,
            "platformKey 'A': A value of type Integer is not a key; give PEM text, a Path "
                + "or a key.",
            d -> Wxpay.of(with(d, "certs", Map.of("A", 1)))),
        entry(
            "certs of a private key object",
            CRYPTO,
            "platformKey 'A' must be a public key, since only that one verifies; it is of "
                + "type *.",
            d -> Wxpay.of(with(d, "certs", Map.of("A", Fixtures.platformKey())))),
        entry(
            "certs holds the own serial",
            ARGUMENT,
            "`certs` holds the merchant's own serial "
                + "'3775B6A45ACD588826D15E583A95F5DD4C8E2A17'. The platform's certificate "
                + "or public key belongs there.",
            d -> Wxpay.of(with(d, "certs", Map.of(SERIAL, text("apiclient_cert.pem"))))),
        entry(
            "a key misspelled",
            ARGUMENT,
            "The entry `private_key` is not known. Did you mean 'privateKey'? " + KNOWN,
            d -> Wxpay.of(with(d, "private_key", "x"))),
        entry(
            "a key of another case",
            ARGUMENT,
            "The entry `mchId` is not known. Did you mean 'mchid'? " + KNOWN,
            d -> Wxpay.of(with(d, "mchId", "x"))),
        entry(
            "a key of another world",
            ARGUMENT,
            "The entry `appid` is not known. " + KNOWN,
            d -> Wxpay.of(with(d, "appid", "x"))),
        entry("a key null", NULL, "name == null", d -> Wxpay.of(with(d, null, "x"))),
        entry(
            "secret is a number",
            ARGUMENT,
            "`secret` is required: a text; it is of type Integer.",
            d -> Wxpay.of(with(d, "secret", 1))),
        entry(
            "apiV3Key too short",
            ARGUMENT,
            "The APIv3 key must have 32 bytes; this one has 5. It is not the APIv2 " + "key.",
            d -> Wxpay.of(with(d, "apiV3Key", "short"))),
        entry(
            "baseURL is no URL",
            ARGUMENT,
            "The base URL 'no url' is no URL.",
            d -> Wxpay.of(with(d, "baseURL", "no url"))),
        entry(
            "timeout is a word",
            ARGUMENT,
            "`timeout` must be whole milliseconds or a Duration; it is 'soon'.",
            d -> Wxpay.of(with(d, "timeout", "soon"))),
        entry(
            "timeout is a fraction",
            ARGUMENT,
            "`timeout` must be whole milliseconds or a Duration; it is '1.5'.",
            d -> Wxpay.of(with(d, "timeout", 1.5))),
        entry(
            "timeout is negative",
            ARGUMENT,
            "The timeout must be 1 ms to 1 day; it is PT-0.001S.",
            d -> Wxpay.of(with(d, "timeout", -1))),
        entry(
            "headers is a text",
            ARGUMENT,
            "`headers` is required: a Map of texts to values; it is of type String.",
            d -> Wxpay.of(with(d, "headers", "A: b"))),
        entry(
            "headers with a null",
            NULL,
            "headers.X-A == null",
            d -> Wxpay.of(with(d, "headers", mapOf("X-A", null)))),
        entry(
            "encrypted key without its passphrase",
            CRYPTO,
            "privateKey: The private key is encrypted (ENCRYPTED PRIVATE KEY). Give "
                + "its passphrase too: privateKey(key, passphrase), or `passphrase` beside "
                + "`privateKey`. To store it without: openssl pkcs8 -in apiclient_key.pem -out"
                + " plain.pem",
            d -> Wxpay.of(with(d, "privateKey", text("apiclient_key_encrypted.pem")))),
        entry("file null", NULL, "file == null", d -> Wxpay.load(null)),
        entry(
            "file that is not there",
            ARGUMENT,
            "The configuration file '*/nowhere/wxpay.json' cannot be read: "
                + "NoSuchFileException",
            d -> Wxpay.load(Path.of("nowhere/wxpay.json"))),
        entry(
            "file that is no JSON",
            MALFORMED,
            "The configuration file '*/wxpay.json' is no JSON object, see line 2, " + "column 11.",
            d -> Wxpay.load(file("{\n \"mchid\": oops}"))),
        entry(
            "file that is a list",
            MALFORMED,
            "The configuration file '*/wxpay.json' is no JSON object.",
            d -> Wxpay.load(file("[1]"))),
        entry(
            "file that is empty",
            MALFORMED,
            "The configuration file '*/wxpay.json' is no JSON object.",
            d -> Wxpay.load(file(""))),
        entry(
            "file that is null",
            MALFORMED,
            "The configuration file '*/wxpay.json' is no JSON object.",
            d -> Wxpay.load(file("null"))),
        entry(
            "file with an entry twice",
            MALFORMED,
            "The configuration file '*/wxpay.json' is no JSON object, see line 1, " + "column 21.",
            d -> Wxpay.load(file("{\"mchid\":\"1\",\"mchid\":\"2\"}"))),
        entry(
            "file with a key file that is not there",
            CRYPTO,
            "privateKey: The file '*/key.pem' cannot be read (NoSuchFileException); "
                + "is the path right?",
            d ->
                Wxpay.load(
                    file(
                        "{\"mchid\":\"1\",\"serial\":\"A\",\"privateKey\":\"key.pem\",\"certs\":{\"B\":\"b.pem\"}}"))),
        entry(
            "environment with nothing",
            STATE,
            "No WXPAY_* variable is set. Set WXPAY_CONFIG to a JSON file, or "
                + "WXPAY_MCHID, WXPAY_SERIAL, WXPAY_PRIVATE_KEY and WXPAY_CERTS "
                + "(id=path;id=path).",
            d -> Sources.environment(Map.of("PATH", "/bin", "WXPAY_MCHID", ""))),
        entry(
            "environment with half",
            ARGUMENT,
            "`serial` is required: the serial of the merchant's certificate, as a "
                + "text; it is missing.",
            d -> Sources.environment(Map.of("WXPAY_MCHID", "1"))),
        entry(
            "environment with certs misspelled",
            ARGUMENT,
            "WXPAY_CERTS must be id=path, several with ; between; one part has no "
                + "id= at its beginning.",
            d -> Sources.environment(Map.of("WXPAY_CERTS", "pub_key.pem"))),
        entry(
            "environment with a wrong timeout",
            ARGUMENT,
            "`timeout` must be whole milliseconds or a Duration; it is '30s'.",
            d ->
                Sources.environment(
                    Map.of("WXPAY_MCHID", "1", "WXPAY_SECRET", "s", "WXPAY_TIMEOUT", "30s"))),
        entry(
            "environment with a file that is not there",
            ARGUMENT,
            "The configuration file '*/nowhere/wxpay.json' cannot be read: "
                + "NoSuchFileException",
            d -> Sources.environment(Map.of("WXPAY_CONFIG", "nowhere/wxpay.json"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void aWrongCallIsRefusedBeforeAnythingIsSent(
      String name, Class<? extends Throwable> type, String message, Bad<Wxpay> wrong) {
    Wxpay wxpay = Clients.over(http);

    Throwable thrown = catchThrowable(() -> wrong.use(wxpay));

    assertThat(thrown).as(name).isExactlyInstanceOf(type).hasMessageMatching(pattern(message));
    assertThat(http.sent()).isEmpty();
  }

  private static Stream<Arguments> calls() {
    String id = "v3/pay/transactions/id/{transaction_id}";
    return Stream.of(
        // Placeholders
        call(
            "value missing",
            ARGUMENT,
            "The placeholder {transaction_id} of "
                + "'v3/pay/transactions/id/{transaction_id}' has no value. Give it as the "
                + "last argument: Map.of(\"transaction_id\", \u2026).",
            w -> w.chain(id).get()),
        call(
            "value misspelled",
            ARGUMENT,
            "The option 'transactionid' is not known here. Did you mean "
                + "'transaction_id'? Placeholders of this path: [transaction_id]"
                + OPTIONS,
            w -> w.chain(id).get(Map.of("transactionid", "1"))),
        call(
            "value misspelled, typed",
            ARGUMENT,
            "'v3/pay/transactions/id/{transaction_id}' has no placeholder "
                + "[transactionId]; it has [transaction_id]."
                + " For the query write query(\"transactionId\", …).",
            w -> w.chain(id).get(Options.of("transactionId", "1"))),
        call(
            "value of no placeholder, typed",
            ARGUMENT,
            "'v3/certificates' has no placeholder [a]; it has []."
                + " For the query write query(\"a\", …).",
            w -> w.chain("v3/certificates").get(Options.of("a", "1"))),
        call(
            "value too many, typed",
            ARGUMENT,
            "'v3/pay/transactions/id/{transaction_id}' has no placeholder [x]; it "
                + "has [transaction_id]."
                + " For the query write query(\"x\", …).",
            w -> w.chain(id).get(Options.of("transaction_id", 1).value("x", 1))),
        call(
            "value empty",
            ARGUMENT,
            VALUE + "empty; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", ""))),
        call(
            "value a dot",
            ARGUMENT,
            VALUE + "'.', which leads to another path; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", "."))),
        call(
            "value two dots",
            ARGUMENT,
            VALUE + "'..', which leads to another path; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", ".."))),
        call(
            "value with a line break",
            ARGUMENT,
            VALUE + "'a??b', with a control character in it; give a text or a " + "number.",
            w -> w.chain(id).get(Map.of("transaction_id", "a\r\nb"))),
        call(
            "value with NUL",
            ARGUMENT,
            VALUE + "'a?b', with a control character in it; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", "a\0b"))),
        call(
            "value with a C1 control",
            ARGUMENT,
            VALUE + "'a?b', with a control character in it; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", "a\u0085b"))),
        call(
            "value with half a surrogate pair",
            ARGUMENT,
            VALUE
                + "a text with half a surrogate pair, which is no Unicode; give a text or "
                + "a number.",
            w -> w.chain(id).get(Map.of("transaction_id", "a\ud800b"))),
        call(
            "value null",
            ARGUMENT,
            VALUE + "null; give a text or a number.",
            w -> w.chain(id).get(mapOf("transaction_id", null))),
        call(
            "value an object",
            ARGUMENT,
            VALUE + "of type java.util.ArrayList; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", new ArrayList<>()))),
        call(
            "value bytes",
            ARGUMENT,
            VALUE + "of type byte[]; give a text or a number.",
            w -> w.chain(id).get(Map.of("transaction_id", new byte[1]))),
        call(
            "raw value not encoded",
            ARGUMENT,
            "The value of the placeholder {x} of 'v3/a/{+x}' is 'a b', not encoded "
                + "as {+name} wants it (a%20b); give a text or a number.",
            w -> w.chain("v3/a/{+x}").get(Map.of("x", "a b"))),
        call(
            "raw value with a query",
            ARGUMENT,
            "The value of the placeholder {x} of 'v3/a/{+x}' is 'a?b', not encoded "
                + "as {+name} wants it (a%3Fb); give a text or a number.",
            w -> w.chain("v3/a/{+x}").get(Map.of("x", "a?b"))),
        call(
            "raw value with a lone %",
            ARGUMENT,
            "The value of the placeholder {x} of 'v3/a/{+x}' is 'a%zz', not encoded "
                + "as {+name} wants it; give a text or a number.",
            w -> w.chain("v3/a/{+x}").get(Map.of("x", "a%zz"))),
        call(
            "raw value that climbs",
            ARGUMENT,
            "The path 'v3/a/{+x}' has a segment '..', which leads elsewhere.",
            w -> w.chain("v3/a/{+x}").get(Map.of("x", "b/../c"))),
        call(
            "raw value that climbs, encoded",
            ARGUMENT,
            "The path 'v3/a/{+x}' has a segment '%2e%2E', which leads elsewhere.",
            w -> w.chain("v3/a/{+x}").get(Map.of("x", "b/%2e%2E/c"))),
        call(
            "a dot and an empty value",
            ARGUMENT,
            "The path 'v3/a/.{empty}' has a segment '.', which leads elsewhere.",
            w -> w.chain("v3/a/.{empty}").get(Map.of("empty", ""))),
        // Options
        call(
            "option misspelled",
            ARGUMENT,
            "The option 'header' is not known here. Did you mean 'headers'? "
                + "Placeholders of this path: [transaction_id]"
                + OPTIONS,
            w -> w.chain(id).get(Map.of("transaction_id", 1, "header", Map.of()))),
        call(
            "query among the options",
            ARGUMENT,
            "The option 'mchid' is not known here. Placeholders of this path: "
                + "[transaction_id]"
                + OPTIONS,
            w -> w.chain(id).get(Map.of("transaction_id", 1, "mchid", "1"))),
        call(
            "option named like a placeholder",
            ARGUMENT,
            "'timeout' names both a placeholder and an option; use "
                + "Options.of(\"timeout\", \u2026).",
            w -> w.chain("v3/a/{timeout}").get(Map.of("timeout", 1))),
        call(
            "option null", NULL, "params == null", w -> w.chain("v3/a").get(mapOf("params", null))),
        call("option name null", NULL, "name == null", w -> w.chain("v3/a").get(mapOf(null, 1))),
        call(
            "config null", NULL, "config == null", w -> w.chain("v3/a").get((Map<String, ?>) null)),
        call("options null", NULL, "options == null", w -> w.chain("v3/a").get((Options) null)),
        call(
            "params a text",
            ARGUMENT,
            "`params` must be a Map of texts to values; it is of type String.",
            w -> w.chain("v3/a").get(Map.of("params", "a=b"))),
        call(
            "params by numbers",
            ARGUMENT,
            "`params` must be a Map of texts to values; it is of type java.util.HashMap.",
            w -> w.chain("v3/a").get(Map.of("params", new HashMap<>(Map.of(1, 2))))),
        call(
            "headers a list",
            ARGUMENT,
            "`headers` must be a Map of texts to values; it is of type java.util.ArrayList.",
            w -> w.chain("v3/a").get(Map.of("headers", new ArrayList<>()))),
        call(
            "baseURL without a scheme",
            ARGUMENT,
            "The base URL 'api.mch.weixin.qq.com' must begin with https:// (or "
                + "http://) and name a host.",
            w -> w.chain("v3/a").get(Map.of("baseURL", "api.mch.weixin.qq.com"))),
        call(
            "timeout a word",
            ARGUMENT,
            "`timeout` must be whole milliseconds or a Duration; it is 'soon'.",
            w -> w.chain("v3/a").get(Map.of("timeout", "soon"))),
        call(
            "timeout 0",
            ARGUMENT,
            "The timeout must be 1 ms to 1 day; it is PT0S.",
            w -> w.chain("v3/a").get(Map.of("timeout", 0))),
        call(
            "timeout null, typed",
            NULL,
            "timeout == null",
            w -> w.chain("v3/a").get(Options.none().timeout(null))),
        call(
            "security a text",
            ARGUMENT,
            "`security` must be true or false; it is 'yes'.",
            w -> w.chain("v3/a").post(null, Map.of("security", "yes"))),
        call(
            "query with half a surrogate pair",
            ARGUMENT,
            "A text with half a surrogate pair is no Unicode; it cannot stand in a " + "URL.",
            w -> w.chain("v3/a").get(Options.none().query("q", "\udc00"))),
        call(
            "query of an array",
            ARGUMENT,
            "The query value of 'q' is an array; give a List, or a text.",
            w -> w.chain("v3/a").get(Options.none().query("q", new int[] {1}))),
        // Paths
        call("path null", NULL, "path == null", w -> w.chain(null)),
        call("names null", NULL, "names == null", w -> w.prop(null)),
        call("an empty link", ARGUMENT, EMPTY_LINK, w -> w.v3().chain("")),
        call("an empty name", ARGUMENT, EMPTY_LINK, w -> w.prop("v3..pay")),
        call(
            "brace left open",
            ARGUMENT,
            "The path 'v3/{a' has a bracket that is no part of a placeholder {name} "
                + "or <name>.",
            w -> w.chain("v3/{a").get()),
        call(
            "brace closed twice",
            ARGUMENT,
            "The path 'v3/{a}}' has a bracket that is no part of a placeholder "
                + "{name} or <name>.",
            w -> w.chain("v3/{a}}").get(Map.of("a", 1))),
        call(
            "empty braces",
            ARGUMENT,
            "The path 'v3/{}' has a bracket that is no part of a placeholder {name} "
                + "or <name>.",
            w -> w.chain("v3/{}").get()),
        call(
            "angle bracket left open",
            ARGUMENT,
            "The path 'v3/<a' has a bracket that is no part of a placeholder {name} "
                + "or <name>.",
            w -> w.chain("v3/<a").get()),
        call(
            "path that begins with //",
            ARGUMENT,
            "The path '//example.com/v3' begins with //, which would name a host; "
                + "begin it with v3/.",
            w -> w.chain("//example.com/v3").get()),
        call(
            "path with a dot segment",
            ARGUMENT,
            "The path 'v3/../v3/pay' has a segment '..', which leads elsewhere.",
            w -> w.chain("v3/../v3/pay").get()),
        call(
            "path with an encoded dot segment",
            ARGUMENT,
            "The path 'v3/%2E%2e/pay' has a segment '%2E%2e', which leads elsewhere.",
            w -> w.chain("v3/%2E%2e/pay").get()),
        call(
            "path with a single dot",
            ARGUMENT,
            "The path 'v3/./pay' has a segment '.', which leads elsewhere.",
            w -> w.chain("v3/./pay").get()),
        call(
            "path with a lone %",
            ARGUMENT,
            "In 'v3/%zz' a % is not followed by two hex digits; a plain % is written " + "%25.",
            w -> w.chain("v3/%zz").get()),
        call(
            "path with a fragment",
            ARGUMENT,
            "The path 'v3/pay#top' holds a control character or a #, which cannot be " + "sent.",
            w -> w.chain("v3/pay#top").get()),
        call(
            "path with a line break",
            ARGUMENT,
            "The path 'v3/pay??Host: x' holds a control character or a #, "
                + "which cannot be sent.",
            w -> w.chain("v3/pay\r\nHost: x").get()),
        call(
            "path with half a surrogate pair",
            ARGUMENT,
            "A text with half a surrogate pair is no Unicode; it cannot stand in a " + "URL.",
            w -> w.chain("v3/\ud800").get()),
        call(
            "absolute URL of another host",
            ARGUMENT,
            ELSEWHERE,
            w -> w.chain("https://example.com/v3/pay?token=t").get()),
        call(
            "absolute URL of a host that looks alike",
            ARGUMENT,
            ELSEWHERE,
            w -> w.chain("https://api.mch.weixin.qq.com.example.com/v3").get()),
        call(
            "absolute URL with a user",
            ARGUMENT,
            ELSEWHERE,
            w -> w.chain("https://api.mch.weixin.qq.com@example.com/v3").get()),
        call(
            "absolute URL of another scheme",
            ARGUMENT,
            ELSEWHERE,
            w -> w.chain("http://api.mch.weixin.qq.com/v3").get()),
        call(
            "absolute URL of another port",
            ARGUMENT,
            ELSEWHERE,
            w -> w.chain("https://api.mch.weixin.qq.com:444/v3").get()),
        call(
            "absolute URL behind a chain",
            ARGUMENT,
            "The path 'v3/https://example.com/../..' has a segment '..', which leads "
                + "elsewhere.",
            w -> w.v3().chain("https://example.com/../..").get()),
        // Headers
        call(
            "header with a line break",
            ARGUMENT,
            "The value of the header 'X-A' " + UNSENDABLE,
            w -> w.chain("v3/a").get(Map.of("headers", Map.of("X-A", "a\nb")))),
        call(
            "header outside ASCII",
            ARGUMENT,
            "The value of the header 'X-A' " + UNSENDABLE,
            w -> w.chain("v3/a").get(Options.none().header("X-A", "\u5fae"))),
        call(
            "header Host",
            ARGUMENT,
            "The header 'Host' is set by the connection itself; leave it out.",
            w -> w.chain("v3/a").get(Options.none().header("Host", "example.com"))),
        call(
            "header Content-Length",
            ARGUMENT,
            "The header 'content-length' is set by the connection itself; leave it " + "out.",
            w -> w.chain("v3/a").get(Map.of("headers", Map.of("content-length", 1)))),
        call(
            "header Transfer-Encoding",
            ARGUMENT,
            "The header 'Transfer-Encoding' is set by the connection itself; leave " + "it out.",
            w -> w.chain("v3/a").get(Options.none().header("Transfer-Encoding", "chunked"))),
        call(
            "header name with a colon",
            ARGUMENT,
            "The header name 'X-A:' is no token.",
            w -> w.chain("v3/a").get(Options.none().header("X-A:", "a"))),
        call(
            "header name with a line break",
            ARGUMENT,
            "The header name 'X?A' is no token.",
            w -> w.chain("v3/a").get(Options.none().header("X\nA", "a"))),
        call(
            "header name empty",
            ARGUMENT,
            "The header name '' is no token.",
            w -> w.chain("v3/a").get(Options.none().header("", "a"))),
        call(
            "header value null",
            ARGUMENT,
            "The header 'X-A' is null; leave it out, or give a text.",
            w -> w.chain("v3/a").get(Map.of("headers", mapOf("X-A", null)))),
        // Bodies
        call(
            "body a stream",
            ARGUMENT,
            "A value of type java.io.ByteArrayInputStream is not a body: give its bytes, or a "
                + "Multipart with it as a part.",
            w -> w.chain("v3/a").post(new ByteArrayInputStream(new byte[1]))),
        call(
            "body a file",
            ARGUMENT,
            "A value of type java.io.File is not a body: give its bytes, or a Multipart with it as a "
                + "part.",
            w -> w.chain("v3/a").post(path("upload.gif").toFile())),
        call(
            "body a path",
            ARGUMENT,
            "A value of type * is not a body: give its bytes, or a Multipart with it as a part.",
            w -> w.chain("v3/a").post(Path.of("upload.gif"))),
        call(
            "body with an object that has no JSON",
            ARGUMENT,
            "A value of type java.util.ArrayList cannot be written as JSON: /0 is of type java.util.Optional; "
                + "give a text, a number, a time, a List, a Map or an object with getters",
            w -> w.chain("v3/a").post(new ArrayList<>(List.of(Optional.of(1))))),
        call(
            "body that holds itself",
            ARGUMENT,
            "A value of type java.util.HashMap cannot be written as JSON: Document nesting depth "
                + "(1001) exceeds the maximum allowed (1000, from "
                + "`StreamWriteConstraints.getMaxNestingDepth()`)",
            w -> w.chain("v3/a").post(loop())),
        call(
            "text body with half a surrogate pair",
            ARGUMENT,
            "The body holds half a surrogate pair, which is no Unicode and cannot be " + "sent.",
            w -> w.chain("v3/a").post("{\"a\":\"\ud800\"}")),
        call(
            "part a file that is not there",
            FileException.class,
            "The file cannot be read: '"
                + Path.of("nowhere.gif").toAbsolutePath()
                + "' does not exist.",
            w -> w.chain("v3/a").post(new Multipart().append("file", Path.of("nowhere.gif")))),
        // Methods
        call(
            "method with a space",
            ARGUMENT,
            "The method 'GET /' is no HTTP method.",
            w -> w.chain("v3/a").request("GET /", null, Options.none())),
        call(
            "method with a line break",
            ARGUMENT,
            "The method 'GET?' is no HTTP method.",
            w -> w.chain("v3/a").request("GET\n", null, Options.none())),
        call(
            "method empty",
            ARGUMENT,
            "The method '' is no HTTP method.",
            w -> w.chain("v3/a").request("", null, Options.none())),
        call(
            "method null",
            NULL,
            "method == null",
            w -> w.chain("v3/a").request(null, null, Options.none())),
        call(
            "method CONNECT",
            ARGUMENT,
            "method CONNECT is not supported",
            w -> w.chain("v3/a").request("CONNECT", null, Options.none())),
        // Hooks and helpers of the caller
        call(
            "hook that returns nothing",
            NULL,
            "A hook returned null for the request; nothing was sent.",
            w -> w.newBuilder().hook(request -> null).build().chain("v3/a").get()),
        call(
            "nonce that cannot stand in the header",
            STATE,
            "The nonce supplier returned 4 characters that cannot be sent in a header. Return 1 to"
                + " 128 letters and digits.",
            w -> w.newBuilder().nonce(() -> "a\"b\n").build().chain("v3/a").get()),
        call(
            "signer that fails",
            CRYPTO,
            "The signer could not sign POST v3/a, so nothing was sent: "
                + "java.io.IOException: token expired",
            w ->
                w.newBuilder()
                    .privateKey(
                        message -> {
                          throw new IOException("token expired");
                        })
                    .build()
                    .chain("v3/a")
                    .post("x")),
        call(
            "signer that answers nothing",
            CRYPTO,
            "The signer could not sign GET v3/a, so nothing was sent: it returned " + "null",
            w -> w.newBuilder().privateKey(message -> null).build().chain("v3/a").get()),
        // Clients that lack something
        call(
            "no platform key at all",
            STATE,
            "This client holds no platform key that is valid now, so no answer of APIv3 could be"
                + " verified; nothing was sent. Give platformKey(id, key), or apiV3Key(\u2026) to have"
                + " certificates downloaded.",
            w -> Wxpay.of(with(dictionary(), "certs", mapOf("any", null))).v3().chain("a").get()),
        call(
            "no private key",
            STATE,
            "This client cannot sign for APIv3, and nothing was sent: it lacks `privateKey`. Give"
                + " privateKey(\u2026).",
            w -> Wxpay.of(with(dictionary(), "privateKey", "")).v3().chain("a").get()),
        call(
            "only APIv2",
            STATE,
            "This client cannot sign for APIv3, and nothing was sent: it lacks `serial`,"
                + " `privateKey`. Give serial(\u2026), privateKey(\u2026).",
            w -> Wxpay.of(Map.of("mchid", "1", "secret", Fixtures.SECRET)).v3().chain("a").get()));
  }

  @Test
  void anAsynchronousCallFailsInItsFutureAndNotInItsVerb() {
    Wxpay wxpay = Clients.over(http);

    CompletableFuture<Response> call = wxpay.chain("v3/a/{x}").getAsync();

    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The placeholder {x} of 'v3/a/{x}' has no value.");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void aBlockingCallTellsWhereItWasCalledFrom() {
    Wxpay wxpay = Clients.over(http);

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/a/{x}").get());

    assertThat(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(BadInputTest.class.getName()));
  }

  @Test
  void theCallersMapsAreOnlyRead() {
    Map<String, Object> config = new LinkedHashMap<>(Map.of("x", 1, "params", Map.of("a", 1)));
    Map<String, Object> body = new LinkedHashMap<>(Map.of("b", 2));
    Map<String, Object> dictionary = dictionary();
    Map<String, Object> before = new LinkedHashMap<>(dictionary);

    Clients.over(http).chain("v3/a/{x}").post(body, Collections.unmodifiableMap(config));
    Wxpay.of(Collections.unmodifiableMap(dictionary));

    assertThat(config).isEqualTo(Map.of("x", 1, "params", Map.of("a", 1)));
    assertThat(body).isEqualTo(Map.of("b", 2));
    assertThat(dictionary).isEqualTo(before);
    assertThat(http.only().target()).isEqualTo("/v3/a/1?a=1");
  }

  /** The message itself; a * stands for what differs from machine to machine. */
  private static String pattern(String message) {
    return Arrays.stream(message.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  private static Map<String, Object> loop() {
    Map<String, Object> loop = new HashMap<>();
    loop.put("self", loop);
    return loop;
  }

  private static Map<String, Object> dictionary() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", Fixtures.MCHID);
    dictionary.put("serial", SERIAL);
    dictionary.put("privateKey", text("apiclient_key.pem"));
    dictionary.put("certs", Map.of(PLATFORM_SERIAL, text("platform_cert.pem")));
    return dictionary;
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    map.put(key, value);
    return map;
  }

  private static Map<String, Object> without(Map<String, Object> map, String key) {
    map.remove(key);
    return map;
  }

  private static Map<String, Object> mapOf(String key, Object value) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, value);
    return map;
  }

  private static Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("wxpay.json"), json);
  }

  private static String armoured(String label, String base64) {
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static PrivateKey ecKey() throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Fixtures.der("ec_key.pem")));
  }

  private static PublicKey ecPublicKey() throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Fixtures.der("ec_pubkey.pem")));
  }

  private static Arguments wrong(
      String name, Class<? extends Throwable> type, String message, Bad<WxpayBuilder> bad) {
    return Arguments.of(name, type, message, bad);
  }

  private static Arguments entry(
      String name, Class<? extends Throwable> type, String message, Bad<Map<String, Object>> bad) {
    return Arguments.of(name, type, message, bad);
  }

  private static Arguments call(
      String name, Class<? extends Throwable> type, String message, Bad<Wxpay> bad) {
    return Arguments.of(name, type, message, bad);
  }
}
