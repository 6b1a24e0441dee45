package lingdian.feed.escalation;

import java.util.Locale;

/** A way to reach a person on duty. */
public enum ContactKind {
    /** A program, by Standard Webhooks. */
    WEBHOOK,
    /** A group robot of WeCom (企业微信群机器人). */
    WECOM,
    /** A group robot of DingTalk (钉钉自定义机器人). */
    DINGTALK,
    /** A telephone, by the SMS gateway of the configuration. */
    SMS,
    /** A person's WeCom, by the application of the configuration (企业微信应用消息). */
    WECOM_APP;

    /** The name on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if {@code wire} is not a kind */
    public static ContactKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
