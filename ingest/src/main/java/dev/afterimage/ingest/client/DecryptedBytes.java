package dev.afterimage.ingest.client;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.afterimage.ingest.media.ByteSource;

/** A segment of a live playlist that is encrypted with AES-128 in CBC mode (RFC 8216, 4.3.2.4). */
final class DecryptedBytes implements ByteSource {

    private final ByteSource encrypted;
    private final InputStream plain;

    private DecryptedBytes(ByteSource encrypted, Cipher cipher) {
        this.encrypted = encrypted;
        this.plain = new CipherInputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                byte[] chunk = from == 0 ? into : new byte[length];
                int count = encrypted.read(chunk, length);
                if (from != 0 && count > 0) {
                    System.arraycopy(chunk, 0, into, from, count);
                }
                return count;
            }
        }, cipher);
    }

    /** @param key and {@code iv}: in hexadecimal digits */
    static DecryptedBytes of(ByteSource encrypted, String key, String iv) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(HexFormat.of().parseHex(key), "AES"),
                    new IvParameterSpec(HexFormat.of().parseHex(iv)));
            return new DecryptedBytes(encrypted, cipher);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            encrypted.close();
            throw new IOException("a segment's key cannot be used", e);
        }
    }

    @Override
    public int read(byte[] into, int length) throws IOException {
        return plain.read(into, 0, length);
    }

    @Override
    public void seek(long position) throws IOException {
        throw new IOException("an encrypted segment is read from its beginning");
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public boolean seekable() {
        return false;
    }

    @Override
    public void close() throws IOException {
        encrypted.close();
    }
}
