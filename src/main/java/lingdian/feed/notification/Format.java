package lingdian.feed.notification;

import java.util.Locale;

/** What a target understands. */
public enum Format {
    /** Standard Webhooks (standardwebhooks.com, 1.0.0), for programs. */
    STANDARD,
    /** A group's robot of WeCom (企业微信群机器人). */
    WECOM,
    /** A group's robot of DingTalk (钉钉自定义机器人), with its signature (加签). */
    DINGTALK;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException where {@code wire} is no format */
    public static Format of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** Robots take twenty messages a minute, and refuse all for a while where they got more. */
    long secondsBetween() {
        return this == STANDARD ? 1 : 3;
    }
}
