// Monokle's validation of the manifests in a folder, by its rule against the tag 'latest' alone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractK8sResources } from '@monokle/parser';
import { createDefaultMonokleValidator } from '@monokle/validation';

const [folder] = process.argv.slice(2);
const plugins = { practices: true };
const validator = createDefaultMonokleValidator();
await validator.preload({ plugins });
const others = validator.getPlugin('practices').rules.map(rule => [`practices/${rule.name}`, false]);
await validator.preload({ plugins, rules: { ...Object.fromEntries(others), 'practices/no-latest-image': 'warn' } });

const files = readdirSync(folder).map(name => ({ id: name, path: name, content: readFileSync(join(folder, name), 'utf8') }));
const { runs } = await validator.validate({ resources: extractK8sResources(files) });
console.log(runs.flatMap(run => run.results).length);
