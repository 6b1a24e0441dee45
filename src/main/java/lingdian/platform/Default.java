package lingdian.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a configuration key that the file does not set.
 *
 * <p>It is written beside the key, where the reader of the record sees it, and the key keeps a type without null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** As it would be written in YAML: {@code 8080}, {@code [a, b]}, or <code>{}</code> for a record of defaults. */
    String value();
}
