import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { get, useFieldArray, useFormContext } from 'react-hook-form';
import type { FieldErrors } from 'react-hook-form';
import type { DomainFacts } from './facts';
import { elementName, emptyElement, inputFault } from './form-values';
import type { FormValues } from './form-values';
import { limitsOf, typeOf } from './schemas';
import type { Field, Holds, Schema } from './schemas';
import { useShell } from './shell';
import { textFor } from './texts';
import { referenceLink } from './values';
import { textOf } from '../../../schema/guards';

/** What the gateway has said of fields, by their pointers; taken away as soon as somebody writes there. */
export interface GatewayWords {
  readonly byPointer: ReadonlyMap<string, string>;
  forget(pointer: string): void;
}

/** What no schema tells of the fields: which hold the id of an item, and which several lines. */
type KnownOfFields = Pick<DomainFacts, 'references' | 'multiline'>;

interface FormFacts {
  readonly domain: KnownOfFields;
  readonly words: GatewayWords;
  readonly isLocked: (name: string) => boolean;
}

const FormFactsContext = createContext<FormFacts | undefined>(undefined);

/** The fields of an item, in the form that its declaration asks for. */
export function ItemFields({
  domain,
  fields,
  words,
  isLocked = () => false,
}: {
  readonly domain: KnownOfFields;
  readonly fields: readonly Field[];
  readonly words: GatewayWords;
  /** Which fields cannot be changed. */
  readonly isLocked?: (name: string) => boolean;
}): ReactNode {
  return (
    <FormFactsContext.Provider value={{ domain, words, isLocked }}>
      {fields.map((field) => (
        <FieldOf key={field.name} field={field} steps={[field.name]} at={field.name} pointer={`/${field.name}`} />
      ))}
    </FormFactsContext.Provider>
  );
}

interface Position {
  /** The names that lead to the field in the declaration. */
  readonly steps: readonly string[];
  /** Where its input stands in the form. */
  readonly at: string;
  /** Where its value stands in the item (RFC 6901). */
  readonly pointer: string;
}

function FieldOf({ field, ...position }: Position & { readonly field: Field }): ReactNode {
  const { holds } = field;
  switch (holds.as) {
    case 'object':
      return <ObjectOf field={field} fields={holds.fields} {...position} />;
    case 'list':
      return <ListOf field={field} holds={holds} {...position} />;
    case 'text':
    case 'choice':
    case 'number':
    case 'boolean':
    case 'json':
      return <InputOf {...field} {...position} />;
  }
}

/** The id of an input, by which what is said of it and what leads to it are tied to it. */
export const inputId = (pointer: string): string => `at${pointer.replaceAll('/', '-')}`;

function useWords(at: string, pointer: string): string | undefined {
  const { words } = useContext(FormFactsContext) ?? {};
  const { formState } = useFormContext<FormValues>();
  const error: unknown = get(formState.errors as FieldErrors, at);
  const own = typeof error === 'object' && error !== null && 'message' in error ? textOf(error.message) : undefined;
  return own ?? words?.byPointer.get(pointer);
}

interface InputFacts {
  readonly name: string;
  readonly doc: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
  readonly holds: Holds;
}

function InputOf({ name, doc, isRequired, schema, holds, steps, at, pointer }: InputFacts & Position): ReactNode {
  const { facts } = useShell();
  const form = useContext(FormFactsContext);
  const { register, watch } = useFormContext<FormValues>();
  const fault = useWords(at, pointer);
  const id = inputId(pointer);
  const isLocked = steps.length === 1 && form?.isLocked(name) === true;
  // The other field of a key of two stands beside this one.
  const beside = (field: string): unknown => watch(at.replace(/[^.]*$/, field));
  const link = form && referenceLink(facts, form.domain, steps, beside);
  const registered = register(at, {
    validate: (value) => inputFault({ holds, schema, isRequired }, textFor(value)),
    onChange: () => form?.words.forget(pointer),
  });
  const common = {
    ...registered,
    id,
    'aria-invalid': fault !== undefined,
    'aria-required': isRequired,
    'aria-describedby': `${id}-doc ${id}-fault`,
    readOnly: isLocked,
  };
  const isMultiline = form?.domain.multiline.some((path) => path.join('.') === steps.join('.')) === true;
  return (
    <div className={`field ${fault === undefined ? '' : 'wrong'}`}>
      <label htmlFor={id}>
        {name} {isRequired && <span className="soft">required</span>}
      </label>
      <div className="with-link">
        <Control common={common} holds={holds} schema={schema} isRequired={isRequired} isMultiline={isMultiline} />
        {link && (
          <a className="button" href={link.href}>
            {`Open ${link.to}`}
          </a>
        )}
      </div>
      <p id={`${id}-doc`} className="soft">
        {[doc, limitsOf(schema)].filter(Boolean).join(' ')}
      </p>
      <p id={`${id}-fault`} className="fault" aria-live="polite">
        {fault}
      </p>
    </div>
  );
}

type Common = ReturnType<ReturnType<typeof useFormContext<FormValues>>['register']> & { readonly id: string };

function Control({
  common,
  holds,
  schema,
  isRequired,
  isMultiline,
}: {
  readonly common: Common;
  readonly holds: Holds;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly isMultiline: boolean;
}): ReactNode {
  if (holds.as === 'choice' || holds.as === 'boolean') {
    const choices = holds.as === 'choice' ? holds.choices : ['true', 'false'];
    const shown = (choice: string): string =>
      holds.as === 'boolean' ? ({ true: 'yes', false: 'no' }[choice] ?? choice) : choice;
    return (
      <select {...common}>
        <option value="">{isRequired ? 'choose…' : '–'}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {shown(choice)}
          </option>
        ))}
      </select>
    );
  }
  if (holds.as === 'json') return <textarea {...common} rows={6} className="code" spellCheck={false} />;
  if (isMultiline) return <textarea {...common} rows={4} />;
  if (holds.as === 'number')
    return <input {...common} inputMode={holds.isWhole ? 'numeric' : 'decimal'} className="number" />;
  const types: Readonly<Record<string, string>> = { date: 'date', email: 'email', uri: 'url' };
  const format = textOf(schema.format) ?? '';
  const placeholder = format === 'date-time' ? '2026-01-15T09:30:00Z' : undefined;
  return <input {...common} type={types[format] ?? 'text'} placeholder={placeholder} />;
}

function ObjectOf({
  field,
  fields,
  steps,
  at,
  pointer,
}: Position & { readonly field: Field; readonly fields: readonly Field[] }): ReactNode {
  const fault = useWords(at, pointer);
  // What is optional may be left out whole: its members are asked for only where one of them is there.
  const { watch } = useFormContext<FormValues>();
  const isThere = field.isRequired || hasText(watch(at));
  const inner = isThere ? fields : fields.map((member) => ({ ...member, isRequired: false }));
  return (
    <fieldset className="group">
      <legend>{field.name}</legend>
      {field.doc !== '' && <p className="soft">{field.doc}</p>}
      {fault !== undefined && <p className="fault">{fault}</p>}
      {inner.map((member) => (
        <FieldOf
          key={member.name}
          field={member}
          steps={[...steps, member.name]}
          at={`${at}.${member.name}`}
          pointer={`${pointer}/${member.name}`}
        />
      ))}
    </fieldset>
  );
}

/** Whether somebody has written anything in a part of a form. */
function hasText(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasText);
  return typeof value === 'string' && value !== '';
}

function ListOf({
  field,
  holds,
  steps,
  at,
  pointer,
}: Position & { readonly field: Field; readonly holds: Extract<Holds, { as: 'list' }> }): ReactNode {
  const { control } = useFormContext();
  const { fields: rows, append, remove } = useFieldArray({ control, name: at });
  const words = useContext(FormFactsContext)?.words;
  const fault = useWords(at, pointer);
  const { each } = holds;
  return (
    <fieldset className="group" id={inputId(pointer)} tabIndex={-1}>
      <legend>{field.name}</legend>
      <p className="soft">{[field.doc, limitsOf(field.schema)].filter(Boolean).join(' ')}</p>
      {fault !== undefined && <p className="fault">{fault}</p>}
      {rows.map((row, index) => (
        <div className="element" key={row.id}>
          <div className="members">
            {each.as === 'object' && <h4>{`${field.name} ${index + 1}`}</h4>}
            {each.as === 'object' ? (
              each.fields.map((member) => (
                <FieldOf
                  key={member.name}
                  field={member}
                  steps={[...steps, member.name]}
                  at={`${at}.${index}.${member.name}`}
                  pointer={`${pointer}/${index}/${member.name}`}
                />
              ))
            ) : (
              <InputOf
                name={`${field.name} ${index + 1}`}
                doc=""
                isRequired
                schema={holds.schema}
                holds={each}
                steps={[...steps, elementName]}
                at={`${at}.${index}.${elementName}`}
                pointer={`${pointer}/${index}`}
              />
            )}
          </div>
          <button
            type="button"
            aria-label={`Remove ${field.name} ${index + 1}`}
            onClick={() => {
              words?.forget(pointer);
              remove(index);
            }}
          >
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        disabled={typeOf(field.schema) === 'array' && rows.length >= Number(field.schema.maxItems ?? Infinity)}
        onClick={() => append(emptyElement(each))}
      >
        {`Add to ${field.name}`}
      </button>
    </fieldset>
  );
}
