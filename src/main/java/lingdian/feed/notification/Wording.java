package lingdian.feed.notification;

/** Texts for people in one language, from the message files of the pages. */
public interface Wording {
    /** @throws IllegalArgumentException if there is no such text */
    String say(String key, Object... values);

    /** The text of a word of the API, such as the code of a rule. */
    String sayWord(String group, String word);
}
