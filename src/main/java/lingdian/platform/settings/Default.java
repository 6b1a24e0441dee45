package lingdian.platform.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a configuration key that the file does not set.
 *
 * <p>Declaring it at the record component shows it to the reader, and lets the component have a type without null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value in YAML syntax: {@code 8080}, {@code [a, b]}, or <code>{}</code> for a record of defaults. */
    String value();
}
