package io.github.wxpay.testing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of RSA signatures that counts what it does, and does it by the JDK or badly. */
public final class FakeProvider extends Provider {
  private static final long serialVersionUID = 1L;

  /** Signs and verifies for the provider. */
  public enum Behaviour {
    LIKE_JDK,
    ACCEPTS_EVERYTHING,
    THROWS,
    LACKS_ITS_LIBRARY
  }

  private final AtomicInteger signed = new AtomicInteger();
  private final AtomicInteger verified = new AtomicInteger();

  public FakeProvider(Behaviour behaviour) {
    super("Fake", "1.0", "for tests");
    putService(
        new Service(this, "Signature", "SHA256withRSA", Spi.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Spi(behaviour, signed, verified);
          }
        });
  }

  /** Returns how many signatures it made. */
  public int signed() {
    return signed.get();
  }

  /** Returns how many signatures it verified. */
  public int verified() {
    return verified.get();
  }

  private static final class Spi extends SignatureSpi {
    private final Behaviour behaviour;
    private final AtomicInteger signed;
    private final AtomicInteger verified;
    private final Signature jdk;

    Spi(Behaviour behaviour, AtomicInteger signed, AtomicInteger verified) {
      this.behaviour = behaviour;
      this.signed = signed;
      this.verified = verified;
      try {
        this.jdk = Signature.getInstance("SHA256withRSA", "SunRsaSign");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      jdk.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      jdk.initSign(key);
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      jdk.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      if (behaviour == Behaviour.LACKS_ITS_LIBRARY) {
        throw new UnsatisfiedLinkError("update");
      }
      jdk.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      signed.incrementAndGet();
      if (behaviour == Behaviour.THROWS) {
        throw new IllegalStateException("broken");
      }
      return jdk.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      verified.incrementAndGet();
      if (behaviour == Behaviour.THROWS) {
        throw new IllegalStateException("broken");
      }
      return behaviour == Behaviour.ACCEPTS_EVERYTHING || jdk.verify(signature);
    }

    @Override
    @SuppressWarnings("deprecation")
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("deprecation")
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
