package dev.afterimage.qa.http;

import java.nio.file.Path;

/**
 * What HTTPS is served with, PEM. Both files are read again when they change; connections that are open go on.
 *
 * @param certificate the service's own certificate first, then those that vouch for it
 * @param key         its private key, without a password
 */
public record TlsFiles(Path certificate, Path key) { }
