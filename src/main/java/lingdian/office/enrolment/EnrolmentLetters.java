package lingdian.office.enrolment;

import static lingdian.platform.text.HtmlText.escaped;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lingdian.platform.text.QrCode;
import org.jspecify.annotations.Nullable;

/**
 * The letters to cafés with their codes, as one page to print, in Chinese: a sheet of A4 for each café, to hand over or to
 * put into an envelope; for one café alone half a sheet.
 *
 * @param server where the café's program finds the service; null: the office writes it in by hand
 */
record EnrolmentLetters(@Nullable String server) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm", Locale.CHINA);

    /** For the office to write in by hand, or to stamp. */
    private static final String BLANK = "________________________";

    private static final String STYLE = """
            body{font:16px/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:0}
            section{max-width:42em;margin:0 auto;padding:2.5em 2em;page-break-after:always;break-after:page}
            h1{text-align:center;font-size:24px}dl{display:grid;grid-template-columns:8em 1fr;gap:.2em 1em}
            dt{color:#444}dd{margin:0}.code{font:bold 30px/1.4 monospace;letter-spacing:.06em}
            .qr{width:150px;height:150px;float:right}li{margin:.3em 0}
            @page{size:A4;margin:15mm}
            """;

    /** On the upper half of the sheet; the line below it is where to cut. */
    private static final String SLIP = """
            body{font-size:13px;line-height:1.5}
            section{max-width:none;box-sizing:border-box;height:132mm;padding:0 4mm 4mm;overflow:hidden;border-bottom:1px dashed #777;break-after:auto;
              page-break-after:auto}
            h1{font-size:19px;margin:0 0 .4em}.code{font-size:24px}.qr{width:34mm;height:34mm}ol{margin:.6em 0 0;padding-left:1.6em}li{margin:.15em 0}
            @page{size:A4;margin:12mm}
            """;

    /** @param asked null: the configured address */
    static EnrolmentLetters to(@Nullable String asked, Optional<String> publicUrl) {
        return new EnrolmentLetters(
                Optional.ofNullable(asked).or(() -> publicUrl).orElse(null));
    }

    /** @param name of the café */
    record Letter(NewEnrolment enrolment, String name) {}

    String html(List<Letter> letters) {
        return html(letters, STYLE);
    }

    String slip(Letter letter) {
        return html(List.of(letter), STYLE + SLIP);
    }

    private String html(List<Letter> letters, String style) {
        return "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>场所开通函</title>\n<style>"
                + style + "</style></head><body>\n"
                + letters.stream().map(this::letter).collect(Collectors.joining()) + "</body></html>\n";
    }

    private String letter(Letter letter) {
        NewEnrolment enrolment = letter.enrolment();
        String code = enrolment.code().text();
        String until = DAY.format(enrolment.expiresAt().atZone(enrolment.cafe().timeZone()));
        return "<section>\n<h1>上网服务营业场所开通函</h1>\n" + QrCode.of(scanned(code)).svg() + "\n<dl>\n"
                + row("场所名称", escaped(letter.name()))
                + row("场所编码", enrolment.cafe().placeCode().value())
                + row("平台地址", server == null ? BLANK : escaped(server))
                + row("注册码", "<span class=\"code\">" + code + "</span>")
                + row("有效期至", until)
                + row("发放机关、电话", BLANK)
                + """
                </dl>
                <ol>
                <li>在收银台电脑上运行场所端安装程序（由发放机关提供），按提示填写平台地址和注册码（也可扫描右上方二维码）。</li>
                <li>注册码只能使用一次。安装后场所端自动取得本场所的密钥，此前的旧密钥随即失效。</li>
                <li>请勿将注册码告知他人。如遗失、泄露或已过期，请联系发放机关重新领取。</li>
                <li>开通情况会告知本场所经营者和文化市场执法、公安机关。并非本人操作的，请立即联系发放机关。</li>
                </ol>
                </section>
                """;
    }

    /** An address with the code behind the #, which a browser never sends. */
    private String scanned(String code) {
        return server == null ? code : server + "/#" + code;
    }

    private static String row(String name, String html) {
        return "<dt>" + name + "</dt><dd>" + html + "</dd>\n";
    }
}
