package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.benchmarks.TestKeys;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures signing and verifying of one request or response, by RSA and by SM2. */
public class SignatureBenchmark extends MicroBenchmark {
  private final byte[] message = "x".repeat(400).getBytes(StandardCharsets.UTF_8);
  private final KeyPair rsa;
  private final KeyPair sm2;
  private final String rsaSignature;
  private final String sm2Signature;

  /** Creates the keys. */
  public SignatureBenchmark() {
    try {
      rsa = TestKeys.create();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
      generator.initialize(new ECGenParameterSpec("sm2p256v1"));
      sm2 = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    rsaSignature = Rsa.sign(message, rsa.getPrivate());
    sm2Signature = Base64.getEncoder().encodeToString(Sm2.signature(message, sm2.getPrivate()));
  }

  /** Signs with RSA of 2,048 bits. */
  @Benchmark
  public byte[] signRsa() {
    return Rsa.signature(message, rsa.getPrivate());
  }

  /** Verifies RSA of 2,048 bits. */
  @Benchmark
  public boolean verifyRsa() {
    return Checks.requireTrue(Rsa.verify(message, rsaSignature, rsa.getPublic()));
  }

  /** Signs with SM2. */
  @Benchmark
  public byte[] signSm2() {
    return Sm2.signature(message, sm2.getPrivate());
  }

  /** Verifies SM2. */
  @Benchmark
  public boolean verifySm2() {
    return Checks.requireTrue(Sm2.verify(message, sm2Signature, sm2.getPublic()));
  }
}
