package lingdian.feed.escalation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.feed.notification.WebhookClient;
import lingdian.feed.notification.WebhookClient.Answer;
import lingdian.feed.notification.WebhookFormats;
import lingdian.feed.notification.WebhookRequest;
import lingdian.platform.settings.EscalationSettings;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a person by an application of WeCom (企业微信应用消息). Its interface first wants a token, which is good for some hours and
 * is kept; one that is no longer good is asked for again once.
 */
final class WecomPerson {
    private static final int TOKEN_INVALID = 40_014;
    private static final int TOKEN_EXPIRED = 42_001;

    private final WebhookClient client;
    private final EscalationSettings.WecomApp settings;
    private final AtomicReference<@Nullable String> token = new AtomicReference<>();

    WecomPerson(WebhookClient client, EscalationSettings.WecomApp settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Never fails. */
    Future<Answer> send(String user, String text, String secret) {
        String known = token.get();
        return known == null
                ? fresh(user, text, secret)
                : write(user, text, known)
                        .compose(
                                answer -> isStale(answer) ? fresh(user, text, secret) : Future.succeededFuture(answer));
    }

    private Future<Answer> fresh(String user, String text, String secret) {
        var asked = new WebhookRequest(
                "GET",
                URI.create(settings.url() + "/cgi-bin/gettoken?corpid=" + encoded(settings.corpId()) + "&corpsecret="
                        + encoded(secret)),
                Map.of(),
                "",
                this::tokenAnswer);
        return client.send(EscalationSender.GATEWAY, asked).compose(answer -> {
            String fresh = token.get();
            return answer instanceof Answer.Accepted && fresh != null
                    ? write(user, text, fresh)
                    : Future.succeededFuture(answer);
        });
    }

    private Answer tokenAnswer(Buffer body) {
        Answer answer = WebhookFormats.robotAnswer(body);
        token.set(answer instanceof Answer.Accepted ? body.toJsonObject().getString("access_token") : null);
        return answer instanceof Answer.Accepted && token.get() == null
                ? new Answer.Refused("no-answer", false)
                : answer;
    }

    private Future<Answer> write(String user, String text, String good) {
        String body = new JsonObject()
                .put("touser", user)
                .put("msgtype", "text")
                .put("agentid", settings.agentId())
                .put("text", new JsonObject().put("content", text))
                .encode();
        return client.send(
                EscalationSender.GATEWAY,
                new WebhookRequest(
                        "POST",
                        URI.create(settings.url() + "/cgi-bin/message/send?access_token=" + encoded(good)),
                        Map.of(),
                        body,
                        WebhookFormats::robotAnswer));
    }

    private static boolean isStale(Answer answer) {
        return answer instanceof Answer.Refused refused
                && (refused.word().equals("code-" + TOKEN_INVALID)
                        || refused.word().equals("code-" + TOKEN_EXPIRED));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
