import { CoodieDashboardModule, InvalidDashboardError } from '../../../lib/dashboard/index.js';

class Guard {
  canActivate = () => true;
}

describe('the dashboard', () => {
  it.each<[string, object, string]>([
    ['nothing', {}, 'there are no guards: everybody'],
    ['an empty list of guards', { guards: [] }, 'there are no guards'],
    ['public: false', { public: false }, 'there are no guards'],
    ['a mistyped option', { gaurds: [Guard] }, 'there is no option gaurds; did you mean guards?'],
    ['a path that is none', { path: 5, guards: [Guard] }, 'path must be a text, not 5'],
    ['a guard that is none', { guards: ['admin'] }, 'guards must be a list of guards'],
    ['a text for public', { public: 'yes' }, 'public must be true or false'],
    ['a name for the list', { public: true, connections: 'default' }, 'connections must be a list of names'],
  ])('refuses %s', (_, options, problem) => {
    expect(() => CoodieDashboardModule.register(options)).toThrow(InvalidDashboardError);
    expect(() => CoodieDashboardModule.register(options)).toThrow(problem);
  });

  it.each([
    ['guards as classes', { guards: [Guard] }],
    ['guards as objects', { guards: [new Guard()] }],
    ['public: true', { public: true }],
  ])('takes %s', (_, options) => {
    expect(CoodieDashboardModule.register(options).controllers).toHaveLength(1);
  });
});
