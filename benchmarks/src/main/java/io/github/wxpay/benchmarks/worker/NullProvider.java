package io.github.wxpay.benchmarks.worker;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;

/**
 * A provider whose RSA signatures are a constant and always valid, which measures a client without
 * RSA. For measurements only.
 */
final class NullProvider extends Provider {
  private static final long serialVersionUID = 1L;

  NullProvider() {
    super("Null", "1", "Signatures that are not computed");
    put("Signature.SHA256withRSA", NullSignature.class.getName());
  }

  /** The signature. */
  public static final class NullSignature extends SignatureSpi {
    private static final int BYTES = 256;

    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[BYTES];
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}
