package lingdian.platform.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.platform.settings.Settings.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How facts that nobody deals with are told to who is on duty (handbook, rosters.md).
 *
 * @param minutes after which the first person is told, and between two persons; 0: nobody is told
 * @param insideHosts names of hosts of {@code sms} and {@code wecomApp} that may be in private networks, and without TLS; accounts
 *     cannot address them
 * @param sms null: there is no SMS gateway
 * @param wecomApp null: there is no application of WeCom
 */
public record EscalationSettings(
        @Default("20") int minutes,
        @Default("[]") List<String> insideHosts,
        @Nullable Sms sms,
        @Nullable WecomApp wecomApp) {
    private static final String PROTECTED = "must begin with https://, or be of a host of insideHosts";

    public EscalationSettings {
        insideHosts = List.copyOf(insideHosts);
        new Limits()
                .range("minutes", minutes, 0, 1_440)
                .hosts("insideHosts", insideHosts)
                .check(sms == null || isProtected(sms.url(), insideHosts), "sms.url: " + PROTECTED)
                .check(wecomApp == null || isProtected(wecomApp.url(), insideHosts), "wecomApp.url: " + PROTECTED)
                .refuse();
    }

    /** Numbers, texts and secrets cross no network in the clear, but that of the service. */
    private static boolean isProtected(String url, List<String> insideHosts) {
        try {
            URI parsed = URI.create(url.replaceAll("\\{[a-z]{1,10}}", "x"));
            String host = parsed.getHost();
            return host != null
                    && ("https".equals(parsed.getScheme())
                            || "http".equals(parsed.getScheme())
                                    && insideHosts.contains(host.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /**
     * The HTTP interface of an SMS gateway. In {@code url} and {@code body}, <code>{number}</code>, <code>{text}</code> and
     * <code>{secret}</code> are filled in, escaped as the place needs; in the headers, <code>{secret}</code>.
     *
     * @param accepted what an answer must contain to mean success, besides a status of 2xx; null: nothing
     * @param secretFile what {secret} stands for; read at each attempt, so that it can be exchanged
     */
    public record Sms(
            @Default("") String url,
            @Default("POST") String method,
            @Default("application/json") String contentType,
            @Default("{}") Map<String, String> headers,
            @Default("") String body,
            @Nullable String accepted,
            @Nullable Path secretFile) {
        public static final String FORM = "application/x-www-form-urlencoded";

        public Sms {
            headers = Map.copyOf(headers);
            String filled = url + body;
            new Limits()
                    .check(url.startsWith("http"), "url: is required, with https:// or for an inside host http://")
                    .check(method.equals("POST") || method.equals("GET"), "method: must be POST or GET")
                    .check(
                            contentType.equals("application/json") || contentType.equals(FORM),
                            "contentType: must be application/json or " + FORM)
                    .check(
                            filled.contains("{number}") && filled.contains("{text}"),
                            "body: must contain {number} and {text}, or the url must")
                    .check(
                            secretFile != null || !(filled + headers).contains("{secret}"),
                            "secretFile: is required where {secret} is used")
                    .refuse();
        }
    }

    /**
     * An application of WeCom (企业微信应用) that writes to persons.
     *
     * @param url of WeCom's interface, for an installation of one's own
     */
    public record WecomApp(
            @Default("https://qyapi.weixin.qq.com") String url,
            @Default("") String corpId,
            @Default("0") long agentId,
            @Nullable Path secretFile) {
        public WecomApp {
            new Limits()
                    .check(url.startsWith("http"), "url: must begin with https://, or for an inside host http://")
                    .check(corpId.matches("[0-9A-Za-z_-]{1,64}"), "corpId: is required, of letters and digits")
                    .check(agentId > 0, "agentId: is required, from 1")
                    .check(secretFile != null, "secretFile: is required")
                    .refuse();
        }
    }
}
