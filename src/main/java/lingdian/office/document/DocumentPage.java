package lingdian.office.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.platform.Template;

/** A document as a page of its own, which prints on A4 and needs nothing else. */
public final class DocumentPage {
    private static final String STYLE = Template.text(DocumentPage.class, "page.css")
            + IntStream.rangeClosed(1, 100)
                    .mapToObj(width -> ".w%d{width:%d%%}".formatted(width, width))
                    .collect(Collectors.joining());

    /** For the header {@code Content-Security-Policy}: this style, and no script, picture or other address at all. */
    public static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; frame-ancestors 'none'; base-uri 'none'";

    private DocumentPage() {}

    /** @param body of the page: HTML, as {@link WordHtml} writes it */
    static String of(MadeDocument document, String body) {
        return "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>"
                + escaped(document.number())
                + "</title><style>" + STYLE + "</style></head><body>"
                + (document.isVoid() ? "<p class=\"void\">本文书已作废</p>" : "")
                + "<main>" + body + "</main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
