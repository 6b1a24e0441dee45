package lingdian.feed.notification;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.WebhookClient.Answer;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The requests by which programs and robots are told something. */
public final class WebhookFormats {
    private static final int NAME_MAX = 40;

    private WebhookFormats() {}

    /**
     * Standard Webhooks.
     *
     * @param id of the message, the same at every attempt
     * @param now the time of this attempt
     */
    public static WebhookRequest standard(
            URI url, String secret, String id, String type, JsonObject data, Instant now) {
        String body = new JsonObject()
                .put("type", type)
                .put("timestamp", Rfc3339.format(now, ChinaTime.ZONE))
                .put("data", data)
                .encode();
        long seconds = now.getEpochSecond();
        var headers = Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", Signatures.standard(secret, id, seconds, body));
        return new WebhookRequest("POST", url, headers, body, null);
    }

    /** A group robot of WeCom. */
    public static WebhookRequest wecom(URI url, String text) {
        return robot(url, "content", new JsonObject(), text);
    }

    /** A group robot of DingTalk, with its signature. */
    public static WebhookRequest dingTalk(URI url, String secret, String title, String text, Instant now) {
        return robot(signed(url, secret, now), "text", new JsonObject().put("title", title), text);
    }

    /**
     * What one message says. Only what its format needs is asked for.
     *
     * @param id the same at every attempt
     * @param text of a robot, for what stands between its lines
     */
    record Written(
            UUID id, String type, Supplier<JsonObject> data, Supplier<String> title, UnaryOperator<String> text) {}

    /**
     * The request that delivers a message to a target.
     *
     * @param secret of the target; null for WeCom
     * @param now the time of this attempt
     */
    static WebhookRequest of(Format format, URI url, @Nullable String secret, Written written, Instant now) {
        return switch (format) {
            case STANDARD ->
                standard(
                        url,
                        Objects.requireNonNull(secret, "a standard target has one"),
                        written.id().toString(),
                        written.type(),
                        written.data().get(),
                        now);
            case WECOM -> wecom(url, written.text().apply("\n"));
            case DINGTALK ->
                dingTalk(
                        url,
                        Objects.requireNonNull(secret, "a DingTalk target has one"),
                        written.title().get(),
                        written.text().apply("\n\n"),
                        now);
        };
    }

    /** Robots answer with status 200 even if they refused the message. */
    public static Answer robotAnswer(Buffer body) {
        try {
            int code = body.toJsonObject().getInteger("errcode");
            return code == 0 ? new Answer.Accepted() : new Answer.Refused("code-" + code, false);
        } catch (RuntimeException garbage) {
            return new Answer.Refused("no-answer", false);
        }
    }

    /** A café's name is user input, and must not become a link or a heading. */
    public static String plain(String name) {
        String shortened = name.codePointCount(0, name.length()) <= NAME_MAX
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME_MAX)) + "…";
        return shortened.replaceAll("[\\p{Cntrl}\\[\\]()<>*_`#|\\\\~!]", " ").strip();
    }

    private static WebhookRequest robot(URI url, String field, JsonObject markdown, String text) {
        String body = new JsonObject()
                .put("msgtype", "markdown")
                .put("markdown", markdown.put(field, text))
                .encode();
        return new WebhookRequest("POST", url, Map.of(), body, WebhookFormats::robotAnswer);
    }

    private static URI signed(URI url, String secret, Instant now) {
        long millis = now.toEpochMilli();
        String sign = URLEncoder.encode(Signatures.dingTalk(secret, millis), StandardCharsets.UTF_8);
        String separator = url.getRawQuery() == null ? "?" : "&";
        return URI.create(url + separator + "timestamp=" + millis + "&sign=" + sign);
    }
}
