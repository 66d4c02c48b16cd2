package io.github.wxpay.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The cryptography of a merchant, RSA or SM2, without the library and the sandbox. */
final class MerchantCrypto {
  static final Provider SM = new BouncyCastleProvider();

  private final boolean sm2;

  MerchantCrypto(boolean sm2) {
    this.sm2 = sm2;
  }

  /** Returns whether a key or certificate verifies the headers' signature of a body. */
  boolean verifies(Map<String, String> headers, byte[] body, String pem) throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    String head = headers.get("Wechatpay-Timestamp") + "\n" + headers.get("Wechatpay-Nonce") + "\n";
    message.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    Signature signature = signature();
    signature.initVerify(publicKey(pem));
    signature.update(message.toByteArray());
    return signature.verify(Base64.getDecoder().decode(headers.get("Wechatpay-Signature")));
  }

  String sign(String message, String privateKeyPem) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initSign(privateKey(privateKeyPem));
    signature.update(message.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  Signature signature() throws GeneralSecurityException {
    return sm2
        ? Signature.getInstance("1.2.156.10197.1.501", SM)
        : Signature.getInstance("SHA256withRSA");
  }

  PrivateKey privateKey(String pem) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(SignedRequest.der(pem));
    return (sm2 ? KeyFactory.getInstance("EC", SM) : KeyFactory.getInstance("RSA"))
        .generatePrivate(spec);
  }

  PublicKey publicKey(String pem) throws GeneralSecurityException {
    if (pem.contains("CERTIFICATE")) {
      return certificate(pem).getPublicKey();
    }
    X509EncodedKeySpec spec = new X509EncodedKeySpec(SignedRequest.der(pem));
    return (sm2 ? KeyFactory.getInstance("EC", SM) : KeyFactory.getInstance("RSA"))
        .generatePublic(spec);
  }

  X509Certificate certificate(String pem) throws GeneralSecurityException {
    CertificateFactory factory =
        sm2 ? CertificateFactory.getInstance("X.509", SM) : CertificateFactory.getInstance("X.509");
    return (X509Certificate)
        factory.generateCertificate(
            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Decrypts a resource with the APIv3 key. */
  String decryptResource(String ciphertext, String key, String nonce, String associatedData)
      throws Exception {
    byte[] secret = key.getBytes(StandardCharsets.UTF_8);
    Cipher cipher;
    SecretKeySpec spec;
    if (sm2) {
      cipher = Cipher.getInstance("SM4/GCM/NoPadding", SM);
      byte[] digest = MessageDigest.getInstance("SM3", SM).digest(secret);
      spec = new SecretKeySpec(Arrays.copyOf(digest, 16), "SM4");
    } else {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
      spec = new SecretKeySpec(secret, "AES");
    }
    byte[] iv = nonce.getBytes(StandardCharsets.UTF_8);
    cipher.init(Cipher.DECRYPT_MODE, spec, new GCMParameterSpec(128, iv));
    cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
    return new String(
        cipher.doFinal(Base64.getDecoder().decode(ciphertext)), StandardCharsets.UTF_8);
  }

  /** Encrypts with RSA. */
  static String rsa(String plain, PublicKey key, String padding) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/" + padding);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return Base64.getEncoder()
        .encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
  }

  /** Decrypts RSA-OAEP. */
  static String oaep(String ciphertext, PrivateKey key) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, key);
    return new String(
        cipher.doFinal(Base64.getDecoder().decode(ciphertext)), StandardCharsets.UTF_8);
  }
}
