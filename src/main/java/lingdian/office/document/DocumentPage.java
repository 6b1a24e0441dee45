package lingdian.office.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.office.api.PrintScript;
import lingdian.platform.text.Template;

/** A document as a page of its own, which prints on A4 and needs nothing else. */
public final class DocumentPage {
    private static final String STYLE = Template.text(DocumentPage.class, "page.css")
            + IntStream.rangeClosed(1, 100)
                    .mapToObj(width -> ".w%d{width:%d%%}".formatted(width, width))
                    .collect(Collectors.joining());

    /** For the header {@code Content-Security-Policy}: this style and script, and no picture or other address at all. */
    public static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; "
            + PrintScript.POLICY + "; frame-ancestors 'none'; base-uri 'none'";

    private DocumentPage() {}

    /** @param body of the page: HTML, as {@link WordHtml} writes it */
    static String of(MadeDocument document, String body) {
        return "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
                + escaped(document.number())
                + "</title><style>" + STYLE + "</style></head><body><nav class=\"bar\"><a href=\"/cases/"
                + document.caseId()
                + "\">‹ 返回案件 <span lang=\"en\">Back to the case</span></a>"
                + "<button type=\"button\" id=\"print\">打印 <span lang=\"en\">Print</span></button></nav>"
                + (document.isVoid() ? "<p class=\"void\">本文书已作废</p>" : "")
                + "<main>" + body + "</main><script>" + PrintScript.TEXT + "</script></body></html>";
    }

    /** What the screen says above a document of which some fields were left blank; it is not printed. */
    static String blanks(List<String> labels) {
        return labels.isEmpty()
                ? ""
                : "<p class=\"blanks\">以下各处没有填写，印出来是空白，请手写补上；需要打印出来的，请作废后重新制作：" + escaped(String.join("、", labels))
                        + "。 <span lang=\"en\">Left blank, to be written by hand.</span></p>";
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
