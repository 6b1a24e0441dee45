package lingdian.platform.settings;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component whose keys stand beside those of its record, in a configuration file and in JSON: a group of values in
 * the code that is none in the text. Its own name is no key, and all its keys must have other names than their
 * neighbours.
 */
@JacksonAnnotationsInside
@JsonUnwrapped
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Inline {}
