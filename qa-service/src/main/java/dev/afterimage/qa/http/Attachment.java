package dev.afterimage.qa.http;

import java.text.Normalizer;

/** The header that gives a download its file name: in any script (RFC 6266), and in ASCII for clients that know no better. */
final class Attachment {

    private Attachment() { }

    static String header(String name) {
        String ascii = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "").replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + ascii + "\"" + (ascii.equals(name) ? "" : "; filename*=UTF-8''"
                + StreamJson.pathSegment(name).replace("*", "%2A"));
    }
}
