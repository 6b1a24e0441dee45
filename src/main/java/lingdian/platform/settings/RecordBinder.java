package lingdian.platform.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree to a record and collects every mistake on the way.
 *
 * <p>Jackson itself stops at the first mistake. A faulty value is bound as null, and its mistake is noted; a record is
 * built only if all its components are right, so that its constructor does not report consequences of other mistakes. A
 * constructor refuses the record by an {@link IllegalArgumentException}, or single components by an {@link
 * InvalidConfiguration} whose lines are like {@code port: must be below 65,536}.
 */
final class RecordBinder {
    private final List<String> mistakes = new ArrayList<>();

    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    void mistake(String path, String text) {
        mistakes.add(path.isEmpty() ? text : path + ": " + text);
    }

    /** The record, or null if there are mistakes. */
    <T> @Nullable T bind(JsonNode tree, Class<T> recordType) {
        Object bound = bind(tree, (Type) recordType, "");
        return mistakes.isEmpty() ? recordType.cast(bound) : null;
    }

    private @Nullable Object bind(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            return bindCollection(node, generic, path);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() ? bindRecord(node, plain, path) : bindScalar(node, plain, path);
    }

    private @Nullable Object bindRecord(JsonNode node, Class<?> type, String path) {
        if (!node.isObject()) {
            mistake(path, "must be a mapping of keys to values");
            return null;
        }
        refuseUnknown(node, keys(type).collect(Collectors.toCollection(TreeSet::new)), path);
        return bindKnown(node, type, path);
    }

    private @Nullable Object bindKnown(JsonNode node, Class<?> type, String path) {
        int mistakesBefore = mistakes.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].isAnnotationPresent(Inline.class)
                    ? bindKnown(node, components[i].getType(), path)
                    : bindComponent(node.get(components[i].getName()), components[i], path);
        }
        return mistakes.size() == mistakesBefore ? construct(type, components, values, path) : null;
    }

    private static Stream<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.isAnnotationPresent(Inline.class)
                        ? keys(component.getType())
                        : Stream.of(component.getName()));
    }

    private void refuseUnknown(JsonNode node, Set<String> known, String path) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                mistake(join(path, key), "unknown key; known here: " + String.join(", ", known));
            }
        });
    }

    private @Nullable Object bindComponent(@Nullable JsonNode child, RecordComponent component, String path) {
        String childPath = join(path, component.getName());
        if (child != null && !child.isNull()) {
            return bind(child, component.getGenericType(), childPath);
        }
        Default standard = component.getAnnotation(Default.class);
        if (standard != null) {
            return bind(yaml(standard.value()), component.getGenericType(), childPath);
        }
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            mistake(childPath, "is missing");
        }
        return null;
    }

    private @Nullable Object construct(
            Class<?> type, RecordComponent[] components, @Nullable Object[] values, String path) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true); // a record nested in a package-private class
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            return refused(refused.getCause(), path);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a record without its canonical constructor: " + type.getName(), impossible);
        }
    }

    private @Nullable Object refused(@Nullable Throwable cause, String path) {
        if (cause instanceof InvalidConfiguration several) {
            several.mistakes().forEach(keyAndText -> mistakes.add(join(path, keyAndText)));
            return null;
        }
        if (cause instanceof IllegalArgumentException one) {
            mistake(path, String.valueOf(one.getMessage()));
            return null;
        }
        throw new IllegalStateException("the constructor of the configuration at '" + path + "' failed", cause);
    }

    private @Nullable Object bindCollection(JsonNode node, ParameterizedType type, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            return bindMap(node, arguments[0], arguments[1], path);
        }
        List<Object> elements = bindElements(node, arguments[0], path);
        if (type.getRawType() == List.class) {
            return elements;
        }
        if (type.getRawType() == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
        }
        throw new IllegalArgumentException("no configuration can have the type " + type);
    }

    private List<Object> bindElements(JsonNode node, Type type, String path) {
        if (!node.isArray()) {
            mistake(path, "must be a list");
            return List.of();
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object element = bind(node.get(i), type, path + "[" + i + "]");
            if (element != null) {
                elements.add(element);
            }
        }
        return List.copyOf(elements);
    }

    private Map<Object, Object> bindMap(JsonNode node, Type keyType, Type valueType, String path) {
        if (!node.isObject()) {
            mistake(path, "must be a mapping of keys to values");
            return Map.of();
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String entryPath = join(path, entry.getKey());
            Object key = bind(TextNode.valueOf(entry.getKey()), keyType, entryPath);
            Object value = bind(entry.getValue(), valueType, entryPath);
            if (key != null && value != null) {
                entries.put(key, value);
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private @Nullable Object bindScalar(JsonNode node, Class<?> type, String path) {
        Object value = YamlScalar.read(node, type);
        if (value == null) {
            mistake(path, "must be " + YamlScalar.expectation(type));
        }
        return value;
    }

    private static JsonNode yaml(String text) {
        try {
            return YamlFile.MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("a default in the code is not valid YAML", malformed);
        }
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
