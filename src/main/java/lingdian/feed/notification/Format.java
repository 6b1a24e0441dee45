package lingdian.feed.notification;

import java.util.Locale;

/** The protocol of a target. */
public enum Format {
    /** Standard Webhooks (standardwebhooks.com, 1.0.0), for programs. */
    STANDARD,
    /** A group robot of WeCom (企业微信群机器人). */
    WECOM,
    /** A group robot of DingTalk (钉钉自定义机器人), with its signature (加签). */
    DINGTALK;

    /** The name on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code wire} is not a format */
    public static Format of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /**
     * The minimum interval between messages. Robots accept twenty messages per minute, and refuse all for a while after
     * more.
     */
    long secondsBetween() {
        return this == STANDARD ? 1 : 3;
    }
}
