package dev.afterimage.qa.http;

/**
 * Where encoders publish by RTMP, beside the service.
 *
 * @param tls whether they do so encrypted
 */
public record Publishing(int port, boolean tls) { }
