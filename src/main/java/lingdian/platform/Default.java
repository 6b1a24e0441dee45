package lingdian.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a configuration key has where the file does not set it.
 *
 * <p>Beside the key it is seen by whoever reads the record, and the key keeps a type without null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** As it would be written in YAML: {@code 8080}, {@code [a, b]}, or <code>{}</code> for a record of defaults. */
    String value();
}
