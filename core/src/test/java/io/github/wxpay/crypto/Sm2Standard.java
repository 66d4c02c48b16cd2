package io.github.wxpay.crypto;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * The examples of the SM2 standard on its recommended curve (GB/T 32918.5, which is GM/T 0003.5:
 * annexes A and C), in the forms in which keys and ciphertexts travel. Made without Bouncy Castle.
 */
final class Sm2Standard {
  /** What is signed, under the default user id. */
  static final String MESSAGE = "message digest";

  /** What is encrypted. */
  static final String PLAINTEXT = "encryption standard";

  /** The digest that is signed, in hexadecimal. */
  static final String E = "F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640";

  private static final String D =
      "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
  private static final String X =
      "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
  private static final String Y =
      "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
  private static final String R =
      "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
  private static final String S =
      "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
  private static final String X1 =
      "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73";
  private static final String Y1 =
      "E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0";
  private static final String C3 =
      "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766";
  private static final String C2 = "21886CA989CA9C7D58087307CA93092D651EFA";
  private static final String ALGORITHM = "301306072A8648CE3D020106082A811CCF5501822D";

  private Sm2Standard() {}

  /** The private key as base64 of PKCS#8. */
  static String pkcs8() {
    return base64("3041020100" + ALGORITHM + "042730250201010420" + D);
  }

  /** The public key as base64 of SPKI. */
  static String spki() {
    return base64("3059" + ALGORITHM + "03420004" + X + Y);
  }

  /** The signature of the message, base64 of DER. */
  static String signature() {
    return base64("3046" + "022100" + R + "022100" + S);
  }

  /** The ciphertext of the plaintext, base64 of ASN.1. */
  static String ciphertext() {
    return base64("307C" + "0220" + X1 + "022100" + Y1 + "0420" + C3 + "0413" + C2);
  }

  /** Text in the armour of PEM. */
  static String pem(String label, String base64) {
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(bytes(hex));
  }

  static byte[] bytes(String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < hex.length(); i += 2) {
      out.write(Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    return out.toByteArray();
  }
}
