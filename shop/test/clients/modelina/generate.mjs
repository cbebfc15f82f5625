import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { TypeScriptGenerator } from '@asyncapi/modelina';

const generator = new TypeScriptGenerator({
  modelType: 'interface',
  enumType: 'union',
  mapType: 'record',
  moduleSystem: 'ESM',
  // A member is called as it is in the JSON, such as detail-type.
  rawPropertyNames: true,
  typeMapping: {
    // By itself it writes string | null[], a list of nulls.
    Array: ({ constrainedModel: { valueModel, options } }) =>
      `Array<${valueModel.type}>${options.isNullable ? ' | null' : ''}`,
  },
});
const document = JSON.parse(readFileSync('../asyncapi.json', 'utf8'));
const models = await generator.generateCompleteModels(document, { exportType: 'default' });
mkdirSync('models');
for (const { modelName, result } of models) writeFileSync(`models/${modelName}.ts`, result);
const exported = models.map(({ modelName }) => `export type { default as ${modelName} } from './${modelName}';\n`);
writeFileSync('models/index.ts', exported.join(''));
console.log(models.map(({ modelName }) => modelName).join('\n'));
