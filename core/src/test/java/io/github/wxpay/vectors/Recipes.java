package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The original's documented recipes of several helpers. */
final class Recipes {
  private static final RecordedCases VALUES = new RecordedCases(Map.of());

  private Recipes() {}

  static Object run(String id, JsonNode input) {
    switch (id) {
      case "recipe-workwx-sign":
        return Hash.md5(
                Formatter.queryStringLike(Formatter.ksort(VALUES.map(input.get("data")))),
                input.get("agentSecret").textValue(),
                input.get("agentId").textValue())
            .toUpperCase(Locale.ROOT);
      case "recipe-busifavor":
        return Hash.sign(
            Hash.ALGO_HMAC_SHA256,
            VALUES.map(input.get("flattened")),
            input.get("secret").textValue());
      case "recipe-v3-jsapi-paySign":
        List<Object> pieces = new ArrayList<>();
        input.get("data").forEach(piece -> pieces.add(piece.textValue()));
        return Rsa.sign(
            Formatter.joinedByLineFeed(pieces.toArray()),
            Rsa.privateKey(RecordedCases.text("apiclient_key.pem")));
      case "recipe-v2-getpublickey":
        return Map.of(
            "type",
            "public",
            "asymmetricKeyType",
            "rsa",
            "spki",
            Base64.getEncoder()
                .encodeToString(Rsa.publicKey(input.get("pub_key").textValue()).getEncoded()));
      case "recipe-refund-notify":
        Map<String, Object> notice = Transformer.toObject(input.get("xml").textValue());
        String secret = Hash.md5(input.get("secret").textValue());
        return Transformer.toObject(AesEcb.decrypt((String) notice.get("req_info"), secret));
      default:
        throw new RecordedCases.Unportable(id);
    }
  }
}
