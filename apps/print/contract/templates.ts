import * as Type from 'typebox';

export const Template = Type.Object({
  kind: Type.String(),
  template: Type.String(),
  /** Whether it is the owner's, not the one that comes with the app. */
  own: Type.Boolean(),
});
const TemplateText = Type.String({ minLength: 1, maxLength: 20_000 });
export const NewTemplate = Type.Object({ template: TemplateText }, { additionalProperties: false });
export const PreviewTemplate = Type.Object(
  {
    template: Type.Optional(TemplateText),
    paper_width: Type.Optional(Type.Integer({ minimum: 30, maximum: 300 })),
  },
  { additionalProperties: false },
);

export type Template = Type.Static<typeof Template>;
export type NewTemplate = Type.Static<typeof NewTemplate>;
export type PreviewTemplate = Type.Static<typeof PreviewTemplate>;
