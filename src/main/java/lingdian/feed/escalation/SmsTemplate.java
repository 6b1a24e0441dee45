package lingdian.feed.escalation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import lingdian.feed.notification.WebhookClient.Answer;
import lingdian.feed.notification.WebhookRequest;
import lingdian.platform.settings.EscalationSettings;

/** Fills in the request to an SMS gateway. Each value is escaped as its place needs, so that none can add a field or a parameter. */
final class SmsTemplate {
    private final EscalationSettings.Sms settings;

    SmsTemplate(EscalationSettings.Sms settings) {
        this.settings = settings;
    }

    /** @throws IllegalArgumentException if what comes out is no address */
    WebhookRequest request(String number, String text, String secret) {
        var values = Map.of("{number}", number, "{text}", text, "{secret}", secret);
        var headers = new HashMap<String, String>();
        settings.headers().forEach((name, value) -> headers.put(name, value.replace("{secret}", secret)));
        headers.put("Content-Type", settings.contentType());
        boolean form = settings.contentType().equals(EscalationSettings.Sms.FORM);
        return new WebhookRequest(
                settings.method(),
                URI.create(filled(settings.url(), values, SmsTemplate::inUrl)),
                headers,
                filled(settings.body(), values, form ? SmsTemplate::inUrl : SmsTemplate::inJson),
                this::answer);
    }

    private Answer answer(Buffer body) {
        String accepted = settings.accepted();
        return accepted == null || body.toString().contains(accepted)
                ? new Answer.Accepted()
                : new Answer.Refused("not-accepted", false);
    }

    /** One pass over the template, so that a value that looks like a placeholder stays what it is. */
    private static String filled(String template, Map<String, String> values, UnaryOperator<String> escape) {
        var filled = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int from = at;
            String name = values.keySet().stream()
                    .filter(placeholder -> template.startsWith(placeholder, from))
                    .findFirst()
                    .orElse("");
            filled.append(
                    name.isEmpty() ? template.substring(at, at + 1) : escape.apply(values.getOrDefault(name, "")));
            at += Math.max(1, name.length());
        }
        return filled.toString();
    }

    private static String inUrl(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Within the quotation marks of the template. */
    private static String inJson(String value) {
        String quoted = Json.encode(value);
        return quoted.substring(1, quoted.length() - 1);
    }
}
